package cli

import (
	"maps"

	"unictl/internal/config"
)

// draft is a context that is tried before it is written.
type draft struct {
	file    *config.File
	secrets map[string]string // what was given for it, by key
}

// Draft is a session in a context that is not written yet: change makes it of
// the file that is there. Variables with settings of providers do not count in
// it, since they would hide what the context says; secrets do. The file stays as
// it is. Errors are those of config.Load and of change.
func (s *Session) Draft(name string, change func(*config.File) error) (*Session, error) {
	file, registry, err := s.loadFile()
	if err != nil {
		return nil, err
	}
	if err := change(file); err != nil {
		return nil, err
	}
	other := s.elsewhere(name)
	app := *s.App
	app.Env = withoutSettings(app.Env, registry)
	other.App, other.draft = &app, &draft{file: file, secrets: map[string]string{}}
	return other, nil
}

// given adds secrets of a provider that come before all others.
func (d *draft) given(p *Provider, secrets map[string]string) {
	for name, text := range maps.All(secrets) {
		d.secrets[p.Name+"."+name] = text
	}
}

// withoutSettings is the environment without settings of providers.
func withoutSettings(env func(string) (string, bool), registry *config.Registry) func(string) (string, bool) {
	hidden := map[string]bool{}
	for _, o := range registry.Options() {
		hidden[o.Env] = o.Provider() != "" && !o.Secret
	}
	return func(name string) (string, bool) {
		if hidden[name] {
			return "", false
		}
		return env(name)
	}
}
