package cli

import (
	"context"
	"os"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
)

// Registry is the registry of all settings.
func (s *Session) Registry() (*config.Registry, error) {
	options := config.CommonOptions()
	for _, p := range s.App.Providers() {
		options = append(options, p.Options...)
	}
	return config.NewRegistry(options...)
}

// ConfigPath is the configuration file in use; it need not exist.
func (s *Session) ConfigPath() (string, error) {
	if s.Globals.Config != "" {
		return s.Globals.Config, nil
	}
	return config.DefaultPath(s.App.Env)
}

// Settings are the effective settings of one provider ("" = of all). The
// sandbox is started when the context in use turns out to be the sandbox.
func (s *Session) Settings(ctx context.Context, provider string) (*config.Settings, error) {
	if found, ok := s.settings[provider]; ok {
		return found, nil
	}
	request, err := s.settingsRequest(provider)
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
	s.settings[provider] = settings
	return settings, nil
}

func (s *Session) settingsRequest(provider string) (config.Request, error) {
	registry, err := s.Registry()
	if err != nil {
		return config.Request{}, err
	}
	request := config.Request{
		Registry: registry, Env: s.App.Env, Flags: s.flags, Provider: provider,
		Context: s.Globals.Context, ContextExplicit: s.Globals.Context != "" && !s.explaining,
	}
	if s.ContextName() == config.SandboxContext {
		return request, nil // it needs no file
	}
	if s.draft != nil {
		request.Path, request.File, request.ContextExplicit = s.draft.file.Path(), s.draft.file, false
		return request, nil
	}
	if request.Path, err = s.ConfigPath(); err != nil {
		request.Path = "" // without a home there is no file
	}
	return request, s.namedFileExists()
}

// namedFileExists refuses a --config that is not there: the settings it was to
// bring would be missing without a word.
func (s *Session) namedFileExists() error {
	if s.Globals.Config == "" {
		return nil
	}
	if _, err := os.Stat(s.Globals.Config); err != nil {
		return &fault.UsageError{Flag: "--config", Message: fault.Cause(err), Hint: "name a file that exists; `context create` makes one"}
	}
	return nil
}

// ContextName is the context that was asked for by flag or variable; "" leaves
// the choice to the file.
func (s *Session) ContextName() string {
	if s.Globals.Context != "" {
		return s.Globals.Context
	}
	name, _ := s.App.Env(config.EnvContext)
	return name
}

// Sandbox is the running sandbox; it is started if need be.
func (s *Session) Sandbox(ctx context.Context) (*Sandbox, error) {
	err := s.openSandbox(ctx)
	return s.sandbox, err
}

func (s *Session) openSandbox(ctx context.Context) (err error) {
	if s.sandbox == nil {
		s.sandbox, err = s.App.OpenSandbox(ctx, s)
	}
	return err
}

// overlay is what the sandbox says of itself, as settings; its secrets are
// taken by Secret.
func (s *Session) overlay(registry *config.Registry) map[string]string {
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
