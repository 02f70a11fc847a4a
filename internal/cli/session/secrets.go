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
	// elsewhere says, by provider, why the context's own secret is not used.
	elsewhere map[string]error
	given     map[string]string // by key, for a context that is not written yet: they come before all others
}

// Get finds a secret setting of a provider; "" when there is none. The
// value is masked from then on wherever it would be shown.
func (s *Secrets) Get(ctx context.Context, provider, name string) (string, error) {
	value, err := s.Usable(ctx, provider, name)
	if fault.Is[*PlaceError](err) {
		s.elsewhere[provider] = err // another secret may be there for the address in use
		return "", nil
	}
	return value.Reveal(), err
}

// Usable finds a secret that may be sent to the address in use, with its
// origin. A *PlaceError says that the context's own is for another one, a
// *fault.CredentialError that it has ended.
func (s *Secrets) Usable(ctx context.Context, provider, name string) (secret.Value, error) {
	value, err := s.find(ctx, provider, name, true)
	if err != nil {
		return secret.Value{}, err
	}
	s.hidden.Add(value.Reveal())
	if p := s.app.Provider(provider); p.Keeps(name) && value.Reveal() != "" {
		ref, err := s.Ref(ctx, provider, name)
		if err == nil {
			err = s.Vouch(ctx, p, ref, value)
		}
		if err != nil {
			return secret.Value{}, err
		}
	}
	return value, nil
}

// Find finds a secret with its origin, whatever it is for: it must not be sent.
func (s *Secrets) Find(ctx context.Context, provider, name string) (secret.Value, error) {
	return s.find(ctx, provider, name, false)
}

func (s *Secrets) find(ctx context.Context, provider, name string, binding bool) (secret.Value, error) {
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
	sources := []secret.Source{secret.EnvSource(s.app.Env)}
	own := s.own(settings, provider, s.Command(settings, provider))
	for _, source := range own {
		if !binding {
			source = source.(bound).Source
		}
		sources = append(sources, source)
	}
	value, _, err := secret.Chain(sources...).Get(ctx, ref)
	return value, err
}

// Provided is a secret that is not kept: from its variable, or from the
// context's program where the address in use is the context's own.
func (s *Secrets) Provided(ctx context.Context, provider, name string) (secret.Value, error) {
	settings, err := s.settings.Of(ctx, provider)
	if err != nil {
		return secret.Value{}, err
	}
	ref, err := s.Ref(ctx, provider, name)
	if err != nil {
		return secret.Value{}, err
	}
	sources := []secret.Source{secret.EnvSource(s.app.Env)}
	if command := s.Command(settings, provider); command != nil {
		sources = append(sources, s.own(settings, provider, command)[0])
	}
	value, _, err := secret.Chain(sources...).Get(ctx, ref)
	s.hidden.Add(value.Reveal())
	return value, err
}

// Seen is Usable for a look: no program is run, and one that may have the secret
// counts as having it.
func (s *Secrets) Seen(ctx context.Context, settings *config.Settings, provider, name string) (secret.Value, bool, error) {
	ref, err := s.Ref(ctx, provider, name)
	if err != nil {
		return secret.Value{}, false, err
	}
	command := s.Command(settings, provider)
	if command != nil {
		command = unasked{command, s.CommandGives(settings, provider, settings.StringList(provider+".secret_command"))}
	}
	return secret.Chain(append([]secret.Source{secret.EnvSource(s.app.Env)}, s.own(settings, provider, command)...)...).Get(ctx, ref)
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

// own are the sources of the context itself, in order: its program, if it has
// one, and what is kept. What they give belongs to one base URL.
func (s *Secrets) own(settings *config.Settings, provider string, command secret.Source) []secret.Source {
	b := bound{secrets: s, provider: s.app.Provider(provider), settings: settings}
	var sources []secret.Source
	if command != nil {
		program := b
		program.Source, program.runs = command, true
		program.program = s.CommandGives(settings, provider, settings.StringList(provider+".secret_command"))
		sources = append(sources, program)
	}
	if stores, err := s.Stores(); err == nil { // without a home there are none, and variables are enough
		b.Source = stores
		sources = append(sources, b)
	}
	return sources
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
			Names: s.CommandGives(settings, provider, argv), Redact: s.hidden.MaskForeign,
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
	return s.tokensIn(filepath.Join(dir, "tokens")), nil
}

func (s *Secrets) tokensIn(dir string) *secret.TokenCache {
	cache := secret.NewTokenCache(dir, s.app.Now)
	cache.Warn = s.terminal.Warn
	return cache
}
