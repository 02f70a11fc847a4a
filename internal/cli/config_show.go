package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
)

// Setting is one setting as `config` shows it; a secret's value is never in it.
type Setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"` // "--company", a variable, file:line, "default", "unset"
	Secret bool   `json:"secret,omitempty"`
}

// Explain gives every setting with its origin.
func (s *Session) Explain(ctx context.Context) ([]Setting, error) {
	settings, err := s.settled(ctx)
	if err != nil {
		return nil, err
	}
	var all []Setting
	for _, e := range settings.Entries() {
		shown := Setting{Key: e.Key, Value: withoutUser(e.Value), Origin: e.Origin.String(), Secret: e.Secret}
		if e.Secret {
			if shown.Origin, err = s.secretOrigin(ctx, e.Key); err != nil {
				return nil, err
			}
			if shown.Origin != string(config.FromUnset) {
				shown.Value = "[redacted]"
			}
		}
		all = append(all, shown)
	}
	return all, nil
}

// withoutUser hides the user name and the password of an address: it is refused
// when it is used, and may still stand in a file.
func withoutUser(value string) string {
	scheme, rest, ok := strings.Cut(value, "://")
	if at := strings.LastIndex(rest, "@"); ok && at >= 0 {
		return scheme + "://[redacted]" + rest[at:]
	}
	return value
}

// settled are the settings of all providers; a variable that contradicts an
// explicit context is told of and shown, since that is what one looks for here.
func (s *Session) settled(ctx context.Context) (*config.Settings, error) {
	settings, err := s.Settings(ctx, "")
	if !fault.Is[*config.ConflictError](err) {
		return settings, err
	}
	s.Warn(err.Error())
	s.explaining = true
	return s.Settings(ctx, "")
}

func (s *Session) secretOrigin(ctx context.Context, key string) (string, error) {
	provider, name, _ := strings.Cut(key, ".")
	value, err := s.findSecret(ctx, provider, name)
	switch {
	case err != nil:
		return "", err
	case value.Reveal() == "":
		return string(config.FromUnset), nil
	}
	return value.Origin(), nil
}

// Setting gives one setting.
func (s *Session) Setting(ctx context.Context, key string) (rest.Item[Setting], error) {
	registry, err := s.Registry()
	if err != nil {
		return rest.Item[Setting]{}, err
	}
	if _, err := registry.Lookup(key); err != nil {
		return rest.Item[Setting]{}, err
	}
	all, err := s.Explain(ctx)
	for _, setting := range all {
		if setting.Key == key {
			return rest.Item[Setting]{Value: setting}, nil
		}
	}
	return rest.Item[Setting]{}, err
}

// Stored gives what the file holds for the context in use.
func (s *Session) Stored() ([]Setting, error) {
	file, name, err := s.chosenContext()
	if err != nil {
		return nil, err
	}
	chosen, err := file.Context(name)
	if err != nil {
		return nil, err
	}
	registry, err := s.Registry()
	if err != nil {
		return nil, err
	}
	all := []Setting{}
	for _, option := range registry.Options() {
		if value, ok := chosen.Value(option.Key); ok {
			all = append(all, Setting{Key: option.Key, Value: withoutUser(value), Origin: fmt.Sprintf("%s (context %s)", file.Path(), name)})
		}
	}
	return all, nil
}

// File reads the configuration file; one that --config names must be there.
func (s *Session) File() (*config.File, error) {
	if err := s.namedFileExists(); err != nil {
		return nil, err
	}
	file, _, err := s.loadFile()
	return file, err
}

// loadFile reads the configuration file, which may be to come, by the settings
// that there are.
func (s *Session) loadFile() (*config.File, *config.Registry, error) {
	registry, err := s.Registry()
	if err != nil {
		return nil, nil, err
	}
	path, err := s.ConfigPath()
	if err != nil {
		return nil, nil, err
	}
	file, err := config.Load(path, registry)
	return file, registry, err
}

// chosenContext is the file and the name of the context that `config` is
// about: the one asked for, or the current one.
func (s *Session) chosenContext() (*config.File, string, error) {
	file, err := s.File()
	if err != nil {
		return nil, "", err
	}
	name := s.ContextName()
	if name == "" {
		name = file.Current()
	}
	switch name {
	case "":
		return nil, "", &fault.UsageError{
			Message: "no context is in use", Hint: "make one with `unictl context create NAME --use`, or name one with --context",
		}
	case config.SandboxContext:
		return nil, "", &fault.UsageError{Message: "the sandbox context is built in and has no settings of its own"}
	}
	return file, name, nil
}

// Place is a file or folder that the tool uses.
type Place struct {
	What   string `json:"what"`
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
}

// Places gives the files and folders in use; those that no variable leads to
// are left out.
func (s *Session) Places() []Place {
	var places []Place
	add := func(what, path string, err error) {
		if err == nil {
			_, missing := os.Stat(path)
			places = append(places, Place{What: what, Path: path, Exists: missing == nil})
		}
	}
	path, err := s.ConfigPath()
	add("config", path, err)
	add("secrets", config.SecretsPath(path), err)
	state, err := config.StateDir(s.App.Env)
	add("state", state, err)
	cache, err := config.CacheDir(s.App.Env)
	add("cache", cache, err)
	return places
}
