package session

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/terminal"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Secrets finds the secrets of one run. What it finds is masked from then on
// wherever it would be shown.
type Secrets struct {
	app      *App
	globals  *Globals
	settings *Settings
	terminal *terminal.Terminal
	hidden   *rest.Secrets
	keyring  *secret.Keyring
	commands map[string]secret.Source // the programs that give secrets, by provider
	logins   map[string]*Record       // of the kept secrets in use, by provider
	given    map[string]string        // by key, for a context that is not written yet: they come before all others
}

// Get finds a secret setting of a provider; "" when there is none. The
// value is masked from then on wherever it would be shown.
func (s *Secrets) Get(ctx context.Context, provider, name string) (string, error) {
	value, err := s.Find(ctx, provider, name)
	if err != nil {
		return "", err
	}
	s.hidden.Add(value.Reveal())
	if p := s.app.Provider(provider); p.Keeps(name) && value.Reveal() != "" {
		ref, err := s.Ref(ctx, provider, name)
		if err == nil {
			err = s.Vouch(ctx, p, ref, value)
		}
		if err != nil {
			return "", err
		}
	}
	return value.Reveal(), nil
}

// Find finds a secret with its origin; its login is not asked.
func (s *Secrets) Find(ctx context.Context, provider, name string) (secret.Value, error) {
	settings, err := s.settings.Of(ctx, provider)
	if err != nil {
		return secret.Value{}, err
	}
	if settings.Sandbox() {
		value, err := s.sandboxSecret(ctx, settings, provider, name)
		return secret.NewValue(value, "sandbox"), err
	}
	if s.given[provider+"."+name] != "" {
		return secret.NewValue(s.given[provider+"."+name], "what was given"), nil
	}
	ref, err := s.Ref(ctx, provider, name)
	if err != nil {
		return secret.Value{}, err
	}
	value, _, err := s.chain(settings, provider).Get(ctx, ref)
	return value, err
}

// sandboxSecret is a secret of the sandbox: of the person who signs in, when a
// flag names another one than the sandbox proposes.
func (s *Secrets) sandboxSecret(ctx context.Context, settings *config.Settings, provider, name string) (string, error) {
	own := s.settings.sandbox.Settings[provider]
	p := s.app.Provider(provider)
	if p == nil || p.Person == "" || s.settings.sandbox.SettingsFor == nil {
		return own[name], nil
	}
	person := settings.String(provider + "." + p.Person)
	if person == "" || person == own[p.Person] {
		return own[name], nil
	}
	all, err := s.settings.sandbox.SettingsFor(ctx, person)
	if err != nil {
		return "", &fault.NotFoundError{Flag: "--" + p.Person, Noun: "person of the sandbox", Text: person, Way: err.Error()}
	}
	return all[provider][name], nil
}

// Ref names a secret of the context in use.
func (s *Secrets) Ref(ctx context.Context, provider, name string) (secret.Ref, error) {
	settings, err := s.settings.Of(ctx, provider)
	if err != nil {
		return secret.Ref{}, err
	}
	registry, err := s.settings.Registry()
	if err != nil {
		return secret.Ref{}, err
	}
	option, err := registry.Lookup(provider + "." + name)
	if err != nil {
		return secret.Ref{}, err
	}
	return secret.Ref{Provider: provider, Context: settings.Context(), Name: name, Env: option.Env}, nil
}

// chain is where a provider's secrets come from, in order.
func (s *Secrets) chain(settings *config.Settings, provider string) secret.Source {
	sources := []secret.Source{secret.EnvSource(s.app.Env)}
	if command := s.Command(settings, provider); command != nil {
		sources = append(sources, command)
	}
	if stores, err := s.Stores(); err == nil { // without a home there are none, and variables are enough
		sources = append(sources, stores)
	}
	return secret.Chain(sources...)
}

// Command is the program that the context names; nil when it names none.
// It is kept, since it runs once for each secret.
func (s *Secrets) Command(settings *config.Settings, provider string) secret.Source {
	argv := settings.StringList(provider + ".secret_command")
	if len(argv) == 0 {
		return nil
	}
	if s.commands[provider] == nil {
		s.commands[provider] = secret.CommandSource(argv, secret.CommandOptions{
			Names: s.CommandGives(settings, provider, argv), Redact: s.hidden.Mask,
		})
	}
	return s.commands[provider]
}

// CommandGives are the names of the secrets that a program is asked for; nil =
// all. One that is not told the name can only give one.
func (s *Secrets) CommandGives(settings *config.Settings, provider string, argv []string) []string {
	if slices.ContainsFunc(argv, func(word string) bool { return strings.Contains(word, "{name}") }) {
		return nil
	}
	if name := settings.String(provider + ".secret_command_name"); name != "" {
		return []string{name}
	}
	if p := s.app.Provider(provider); p != nil && p.MainSecret != "" {
		return []string{p.MainSecret}
	}
	return nil
}

// Stores are the places that keep secrets: the system's keyring, and the
// file beside the configuration for those who chose it.
func (s *Secrets) Stores() (secret.Stores, error) {
	file, err := s.File()
	if err != nil {
		return secret.Stores{}, err
	}
	if s.keyring == nil {
		s.keyring = secret.KeyringSource(secret.KeyringOptions{Env: s.app.Env})
	}
	return secret.Stores{Keyring: s.keyring, File: file, Warn: s.terminal.Warn}, nil
}

// File is the file of secrets beside the configuration.
func (s *Secrets) File() (*secret.File, error) {
	path, err := s.settings.Path()
	if err != nil {
		return nil, err
	}
	return secret.FileSource(config.SecretsPath(path)), nil
}

// Tokens keeps the tokens of sign-ins, for all processes of the person.
func (s *Secrets) Tokens() (*secret.TokenCache, error) {
	dir, err := config.CacheDir(s.app.Env)
	if err != nil {
		return nil, err
	}
	cache := secret.NewTokenCache(filepath.Join(dir, "tokens"), s.app.Now)
	cache.Warn = s.terminal.Warn
	return cache, nil
}
