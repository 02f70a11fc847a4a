package cli

import (
	"context"
	"path/filepath"

	"unictl/internal/config"
	"unictl/internal/secret"
)

// Secret finds a secret setting of a provider; "" when there is none. The
// value is masked from then on wherever it would be shown.
func (s *Session) Secret(ctx context.Context, provider, name string) (string, error) {
	value, err := s.findSecret(ctx, provider, name)
	if err != nil {
		return "", err
	}
	s.secrets.Add(value.Reveal())
	return value.Reveal(), nil
}

func (s *Session) findSecret(ctx context.Context, provider, name string) (secret.Value, error) {
	settings, err := s.Settings(ctx, provider)
	if err != nil {
		return secret.Value{}, err
	}
	if settings.Sandbox() {
		value, err := s.sandboxSecret(ctx, settings, provider, name)
		return secret.NewValue(value, "sandbox"), err
	}
	ref, err := s.SecretRef(ctx, provider, name)
	if err != nil {
		return secret.Value{}, err
	}
	chain, err := s.secretChain()
	if err != nil {
		return secret.Value{}, err
	}
	value, _, err := chain.Get(ctx, ref)
	return value, err
}

// sandboxSecret is a secret of the sandbox: of the person who signs in, when a
// flag names another one than the sandbox proposes.
func (s *Session) sandboxSecret(ctx context.Context, settings *config.Settings, provider, name string) (string, error) {
	own := s.sandbox.Settings[provider]
	p := s.App.provider(provider)
	if p == nil || p.Person == "" || s.sandbox.SettingsFor == nil {
		return own[name], nil
	}
	person := settings.String(provider + "." + p.Person)
	if person == "" || person == own[p.Person] {
		return own[name], nil
	}
	all, err := s.sandbox.SettingsFor(ctx, person)
	if err != nil {
		return "", &NotFoundError{Flag: "--" + p.Person, Noun: "person of the sandbox", Text: person, Way: err.Error()}
	}
	return all[provider][name], nil
}

// SecretRef names a secret of the context in use.
func (s *Session) SecretRef(ctx context.Context, provider, name string) (secret.Ref, error) {
	settings, err := s.Settings(ctx, provider)
	if err != nil {
		return secret.Ref{}, err
	}
	registry, err := s.Registry()
	if err != nil {
		return secret.Ref{}, err
	}
	option, err := registry.Lookup(provider + "." + name)
	if err != nil {
		return secret.Ref{}, err
	}
	return secret.Ref{Provider: provider, Context: settings.Context(), Name: name, Env: option.Env}, nil
}

// secretChain is where secrets come from, in order. A credential command and
// the system's keyring take their place between the two.
func (s *Session) secretChain() (secret.Source, error) {
	file, err := s.SecretsFile()
	if err != nil {
		return secret.Chain(secret.EnvSource(s.App.Env)), nil //nolint:nilerr // without a home there is no file, and variables are enough
	}
	return secret.Chain(secret.EnvSource(s.App.Env), file), nil
}

// SecretsFile is the file of secrets beside the configuration.
func (s *Session) SecretsFile() (*secret.File, error) {
	path, err := s.ConfigPath()
	if err != nil {
		return nil, err
	}
	return secret.FileSource(config.SecretsPath(path)), nil
}

// TokenCache keeps the tokens of sign-ins, for all processes of the person.
func (s *Session) TokenCache() (*secret.TokenCache, error) {
	dir, err := config.CacheDir(s.App.Env)
	if err != nil {
		return nil, err
	}
	cache := secret.NewTokenCache(filepath.Join(dir, "tokens"), s.App.Now)
	cache.Warn = s.Warn
	return cache, nil
}
