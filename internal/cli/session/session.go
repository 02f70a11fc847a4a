package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/terminal"
	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Session is one run of one verb.
type Session struct {
	App      *App
	Globals  *Globals
	Provider *Provider // nil for verbs that belong to no service
	Terminal *terminal.Terminal
	Settings *Settings
	Secrets  *Secrets
	Clients  *Clients
	History  *History
	Hidden   *rest.Secrets // nothing that is printed may hold them
	// Verb is the command as it is typed, without the tool's name: "ixon users
	// invite".
	Verb string
	// Own says that the change is to this machine and the caller's own sign-in.
	Own bool

	stdin    *[]byte // standard input, once it was read
	stdinUse string  // what it was read for
	closers  []func() error
}

// New is a session of the verb of a provider; nil = of none. flags are those of
// its settings.
func New(app *App, globals *Globals, provider *Provider, flags *pflag.FlagSet, hidden *rest.Secrets) *Session {
	kind, _ := app.Env("TERM")
	t := terminal.New(terminal.Terminal{
		In: app.In, Out: app.Out, Err: app.Err, Ends: app.Terminal, Password: app.Password, Now: app.Now, Mask: hidden.Mask,
		Kind: kind, Quiet: globals.Quiet, Debug: globals.Debug,
	})
	return assembled(app, globals, provider, flags, hidden, t, nil)
}

func assembled(app *App, globals *Globals, provider *Provider, flags *pflag.FlagSet, hidden *rest.Secrets, t *terminal.Terminal, keyring *secret.Keyring) *Session {
	if globals.text == nil {
		globals.text = &fileText{}
	}
	s := &Session{App: app, Globals: globals, Provider: provider, Hidden: hidden}
	s.Settings = &Settings{app: app, globals: globals, flags: flags, known: map[string]*config.Settings{}, preferences: map[string]string{}}
	s.Terminal = t.With(func(t *terminal.Terminal) { t.NoInput = s.noInput })
	s.Secrets = &Secrets{
		app: app, globals: globals, settings: s.Settings, terminal: s.Terminal, hidden: hidden, keyring: keyring,
		commands: map[string]secret.Source{}, logins: map[string]*Record{}, given: map[string]string{}, elsewhere: map[string]error{},
	}
	s.History = &History{}
	s.OnClose(s.History.close)
	s.Clients = &Clients{
		session: s, app: app, globals: globals, terminal: s.Terminal, settings: s.Settings, secrets: s.Secrets, connected: map[string]any{},
	}
	return s
}

// noInput says what forbids asking; "" = nothing does.
func (s *Session) noInput() string {
	switch {
	case s.Globals.NoInput:
		return "--no-input"
	case isOn(s.Settings.Preference("no_input", "UNICTL_NO_INPUT")):
		return "UNICTL_NO_INPUT or the context's no_input"
	}
	return ""
}

// PromptsOff reports that the flag, the variable or the context forbids asking.
func (s *Session) PromptsOff() bool { return s.noInput() != "" }

// Elsewhere is a session like this one in another context, without a provider's
// flags.
func (s *Session) Elsewhere(name string) *Session { return s.elsewhere(s.App, name) }

func (s *Session) elsewhere(app *App, name string) *Session {
	globals := *s.Globals
	globals.Context = name
	_, _ = s.Secrets.Stores() // one keyring for both, which waits once
	other := assembled(app, &globals, nil, nil, s.Hidden, s.Terminal, s.Secrets.keyring)
	other.Verb = s.Verb
	s.OnClose(other.Close)
	return other
}

// Draft is a session in a context that is not written yet: change makes it of
// the file that is there. Variables with settings of providers do not count in
// it, since they would hide what the context says; secrets do. The file stays as
// it is. Errors are those of config.Load and of change.
func (s *Session) Draft(name string, change func(*config.File) error) (*Session, error) {
	file, registry, err := s.Settings.Load()
	if err != nil {
		return nil, err
	}
	if err := change(file); err != nil {
		return nil, err
	}
	app := *s.App
	app.Env = withoutSettings(app.Env, registry)
	other := s.elsewhere(&app, name)
	other.Settings.draft, other.Terminal.Leaving = file, true
	return other, nil
}

// Give adds secrets of a provider that come before all others, where the context
// is a draft.
func (s *Session) Give(p *Provider, secrets map[string]string) {
	if s.Settings.draft == nil {
		return
	}
	for name, text := range secrets {
		s.Secrets.given[p.Name+"."+name] = text
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

// OnClose adds what ends with the session.
func (s *Session) OnClose(end func() error) { s.closers = append(s.closers, end) }

// Close ends what the session started.
func (s *Session) Close() error {
	var errs []error
	if box := s.Settings.sandbox; box != nil && box.Close != nil {
		errs = append(errs, box.Close())
	}
	for _, end := range s.closers {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

// Client is what the verb works with: the provider's client, or the session
// itself where there is no provider. without lists requirements of the provider
// that this verb can do without.
func (s *Session) Client(ctx context.Context, without []string) (any, error) {
	if s.Provider == nil {
		return s, nil
	}
	return s.Clients.Connect(ctx, s.Provider, without...)
}

// Describe gives an error's message and its way out, for commands that report
// errors as findings.
func (s *Session) Describe(err error) (message, hint string) {
	doc := fault.Describe(err, "", "", s.Hidden.Mask)
	return doc.Message, doc.Hint
}

// StandardInput is all of it, for one use: rows that name the same body share
// it, a body and a secret cannot. limit is in bytes: what is longer is for
// nobody.
func (s *Session) StandardInput(use string, limit int64) ([]byte, error) {
	if s.stdinUse != "" && s.stdinUse != use {
		return nil, fmt.Errorf("standard input is already taken for %s", s.stdinUse)
	}
	s.stdinUse = use
	if s.stdin == nil {
		text, err := bounded(s.App.In, "standard input", limit)
		if err != nil {
			return nil, err
		}
		s.stdin = &text
	}
	return *s.stdin, nil
}

// ReadBounded reads a file, which may be a pipe.
func ReadBounded(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return bounded(file, path, limit)
}

// bounded reads all of r, which is not to be longer than limit bytes.
func bounded(r io.Reader, name string, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %s", name, fault.RootReason(err))
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("%s is longer than %s", name, output.Bytes(limit))
	}
	return text, nil
}

// TakeStdin takes standard input for one use as a stream; it is an error when it
// is taken already.
func (s *Session) TakeStdin(use string) (io.Reader, error) {
	if s.stdinUse != "" {
		return nil, fmt.Errorf("standard input is already taken for %s", s.stdinUse)
	}
	s.stdinUse = use
	return s.App.In, nil
}

// Items gives values that are at hand as a list; a non-nil err fails it.
func Items[T any](values []T, err error) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		for _, v := range values {
			if !yield(rest.Item[T]{Value: v}, nil) {
				return
			}
		}
		if err != nil {
			yield(rest.Item[T]{}, err)
		}
	}
}
