package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
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
	if p := s.App.provider(provider); p.keeps(name) && value.Reveal() != "" {
		ref, err := s.SecretRef(ctx, provider, name)
		if err == nil {
			err = s.vouch(ctx, p, ref, value)
		}
		if err != nil {
			return "", err
		}
	}
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
	if s.draft != nil && s.draft.secrets[provider+"."+name] != "" {
		return secret.NewValue(s.draft.secrets[provider+"."+name], "what was given"), nil
	}
	ref, err := s.SecretRef(ctx, provider, name)
	if err != nil {
		return secret.Value{}, err
	}
	value, _, err := s.secretChain(settings, provider).Get(ctx, ref)
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
		return "", &fault.NotFoundError{Flag: "--" + p.Person, Noun: "person of the sandbox", Text: person, Way: err.Error()}
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

// secretChain is where a provider's secrets come from, in order.
func (s *Session) secretChain(settings *config.Settings, provider string) secret.Source {
	sources := []secret.Source{secret.EnvSource(s.App.Env)}
	if command := s.secretCommand(settings, provider); command != nil {
		sources = append(sources, command)
	}
	if stores, err := s.SecretStores(); err == nil { // without a home there are none, and variables are enough
		sources = append(sources, stores)
	}
	return secret.Chain(sources...)
}

// secretCommand is the program that the context names; nil when it names none.
// It is kept, since it runs once for each secret.
func (s *Session) secretCommand(settings *config.Settings, provider string) secret.Source {
	argv := settings.StringList(provider + ".secret_command")
	if len(argv) == 0 {
		return nil
	}
	if s.commands[provider] == nil {
		s.commands[provider] = secret.CommandSource(argv, secret.CommandOptions{
			Names: s.commandGives(settings, provider, argv), Redact: s.secrets.Mask,
		})
	}
	return s.commands[provider]
}

// commandGives are the names of the secrets that a program is asked for; nil =
// all. One that is not told the name can only give one.
func (s *Session) commandGives(settings *config.Settings, provider string, argv []string) []string {
	if slices.ContainsFunc(argv, func(word string) bool { return strings.Contains(word, "{name}") }) {
		return nil
	}
	if name := settings.String(provider + ".secret_command_name"); name != "" {
		return []string{name}
	}
	if p := s.App.provider(provider); p != nil && p.MainSecret != "" {
		return []string{p.MainSecret}
	}
	return nil
}

// SecretStores are the places that keep secrets: the system's keyring, and the
// file beside the configuration for those who chose it.
func (s *Session) SecretStores() (secret.Stores, error) {
	file, err := s.SecretsFile()
	if err != nil {
		return secret.Stores{}, err
	}
	if s.keyring == nil {
		s.keyring = secret.KeyringSource(secret.KeyringOptions{Env: s.App.Env})
	}
	return secret.Stores{Keyring: s.keyring, File: file, Warn: s.Warn}, nil
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
