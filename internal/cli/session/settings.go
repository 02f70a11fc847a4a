package session

import (
	"context"
	"os"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/terminal"
	"unictl/internal/config"
)

// Settings finds the settings of one run.
type Settings struct {
	app     *App
	globals *Globals
	flags   *pflag.FlagSet // those of the provider's settings; nil = none
	sandbox *Sandbox
	known   map[string]*config.Settings
	// preferences are settings of the tool itself, as the context has them.
	preferences map[string]string
	draft       *config.File // a context that is not written yet; nil = the file that is there
	// Explaining shows variables that contradict the context instead of refusing
	// them.
	Explaining bool
	// Instant is a verb that is over at once and reads no settings.
	Instant bool
}

// Registry is the registry of all settings.
func (s *Settings) Registry() (*config.Registry, error) {
	options := config.CommonOptions()
	for _, p := range s.app.Providers() {
		options = append(options, p.Options...)
	}
	return config.NewRegistry(options...)
}

// Path is the configuration file in use; it need not exist.
func (s *Settings) Path() (string, error) {
	if s.globals.Config != "" {
		return config.AtHome(s.globals.Config, s.app.Env), nil
	}
	return config.DefaultPath(s.app.Env)
}

// fileText is the text of the configuration file, read once a run: what a guard
// is taken from and what a setting is taken from are the same text, and a pipe
// has it only once.
type fileText struct {
	path string
	read bool
	text []byte
	err  error
}

// text reads the file, or gives what was read before.
func (s *Settings) text(path string) ([]byte, error) {
	t := s.globals.text
	if !t.read || t.path != path {
		*t = fileText{path: path, read: true}
		t.text, t.err = config.Read(path)
	}
	return t.text, t.err
}

// Changed makes the next reader of the file read it anew.
func (s *Settings) Changed() { *s.globals.text = fileText{} }

// Await reads a file that may be a pipe, which waits for whoever writes into it,
// until ctx ends. Other files are read when they are needed.
func (s *Settings) Await(ctx context.Context) error {
	name, _ := s.named()
	if name == "" || s.globals.text.read {
		return nil
	}
	path, err := s.Path()
	if err != nil {
		return nil //nolint:nilerr // who needs the file says so
	}
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() || info.IsDir() {
		return nil //nolint:nilerr // the same
	}
	var text []byte
	err = terminal.Heard(ctx, func() (err error) {
		text, err = config.Read(path)
		return err
	})
	*s.globals.text = fileText{path: path, read: true, err: err}
	if err == nil {
		s.globals.text.text = text
	}
	return ctx.Err()
}

// named is the file that somebody named, and by what; "" = nobody did.
func (s *Settings) named() (path, by string) {
	if s.globals.Config != "" {
		return s.globals.Config, "--config"
	}
	path, _ = s.app.Env(config.EnvConfig)
	return path, config.EnvConfig
}

// Of are the effective settings of one provider ("" = of all). The sandbox is
// started when the context in use turns out to be the sandbox.
func (s *Settings) Of(ctx context.Context, provider string) (*config.Settings, error) {
	if found, ok := s.known[provider]; ok {
		return found, nil
	}
	request, err := s.request(provider)
	if err != nil {
		return nil, err
	}
	settings, err := config.Resolve(request)
	if err == nil && settings.Sandbox() {
		if err = s.openSandbox(ctx); err == nil {
			request.Overlay = s.overlay(request.Registry)
			settings, err = config.Resolve(request)
		}
	}
	if err != nil {
		return nil, err
	}
	s.known[provider] = settings
	return settings, nil
}

func (s *Settings) request(provider string) (config.Request, error) {
	registry, err := s.Registry()
	if err != nil {
		return config.Request{}, err
	}
	request := config.Request{
		Registry: registry, Env: s.app.Env, Flags: s.flags, Provider: provider,
		Context: s.globals.Context, ContextExplicit: s.globals.Context != "" && !s.Explaining,
	}
	if s.ContextName() == config.SandboxContext {
		return request, nil // it needs no file
	}
	if s.draft != nil {
		request.Path, request.File, request.ContextExplicit = s.draft.Path(), s.draft, false
		return request, nil
	}
	if request.Path, err = s.Path(); err != nil {
		request.Path = "" // without a home there is no file
	}
	if err := s.namedFileExists(); err != nil {
		return request, err
	}
	text, err := s.text(request.Path)
	if err == nil {
		request.File, err = config.Parse(request.Path, text, registry)
	}
	return request, err
}

// namedFileExists refuses a file that is named and not there: the settings and
// guards it was to bring would be missing without a word.
func (s *Settings) namedFileExists() error {
	name, by := s.named()
	if name == "" {
		return nil
	}
	if _, err := os.Stat(config.AtHome(name, s.app.Env)); err != nil {
		return &fault.UsageError{Flag: by, Message: fault.Cause(err), Hint: "name a file that exists; `unictl init` makes one, in scripts `unictl context create NAME`"}
	}
	return nil
}

// ContextName is the context that was asked for by flag or variable; "" leaves
// the choice to the file.
func (s *Settings) ContextName() string {
	if s.globals.Context != "" {
		return s.globals.Context
	}
	name, _ := s.app.Env(config.EnvContext)
	return name
}

// Sandbox is the running sandbox; it is started if need be.
func (s *Settings) Sandbox(ctx context.Context) (*Sandbox, error) {
	err := s.openSandbox(ctx)
	return s.sandbox, err
}

func (s *Settings) openSandbox(ctx context.Context) (err error) {
	if s.sandbox == nil {
		s.sandbox, err = s.app.OpenSandbox(ctx, s.app)
	}
	return err
}

// overlay is what the sandbox says of itself, as settings; its secrets are
// taken by Secrets.
func (s *Settings) overlay(registry *config.Registry) map[string]string {
	values := map[string]string{}
	for provider, settings := range s.sandbox.Settings {
		for name, value := range settings {
			key := provider + "." + name
			if option, err := registry.Lookup(key); err == nil && !option.Secret {
				values[key] = value
			}
		}
	}
	return values
}

// File reads the configuration file; one that is named must be there.
func (s *Settings) File() (*config.File, error) {
	if err := s.namedFileExists(); err != nil {
		return nil, err
	}
	file, _, err := s.Load()
	return file, err
}

// Load reads the configuration file, which may be to come, by the settings
// that there are.
func (s *Settings) Load() (*config.File, *config.Registry, error) {
	registry, err := s.Registry()
	if err != nil {
		return nil, nil, err
	}
	path, err := s.Path()
	if err != nil {
		return nil, nil, err
	}
	text, err := s.text(path)
	if err != nil {
		return nil, nil, err
	}
	file, err := config.Parse(path, text, registry)
	return file, registry, err
}

// Chosen is the file and the name of the context that `config` is
// about: the one asked for, or the current one.
func (s *Settings) Chosen() (*config.File, string, error) {
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
			Message: "no context is in use", Hint: "`unictl init` makes one, in scripts `unictl context create NAME --use`; or name one with --context",
		}
	case config.SandboxContext:
		return nil, "", &fault.UsageError{Message: "the sandbox context is built in and has no settings of its own"}
	}
	return file, name, nil
}

// Preference is a setting of the tool itself, from the variable or the context.
// A broken configuration has none: it must not keep `version` from working.
func (s *Settings) Preference(key, env string) string {
	if value, _ := s.app.Env(env); value != "" {
		return value
	}
	if value, ok := s.preferences[key]; ok {
		return value
	}
	value := ""
	if s.Instant || !s.hasConfig() {
		return value // the registry and the parser of settings would cost more than the verb
	}
	if file, name, err := s.Chosen(); err == nil {
		if chosen, err := file.Context(name); err == nil {
			value, _ = chosen.Value(key)
		}
	}
	s.preferences[key] = value
	return value
}

// hasConfig reports whether there is a configuration file to read.
func (s *Settings) hasConfig() bool {
	path, err := s.Path()
	if err != nil {
		return false
	}
	_, err = os.Stat(path)
	return err == nil
}

// Flagged reports that a setting of the provider stands on the command line.
func (s *Settings) Flagged(flag string) bool { return s.flags != nil && s.flags.Changed(flag) }
