package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Session is one run of one verb: it finds settings, secrets and the client
// when they are asked for, and not before.
type Session struct {
	App        *App
	Globals    *Globals
	Provider   *Provider // nil for verbs that belong to no service
	cmd        *cobra.Command
	flags      *pflag.FlagSet // those of the provider's settings
	secrets    *rest.Secrets
	sandbox    *Sandbox
	closers    []func() error
	signIns    []func(context.Context) error // forget the tokens of this session's sign-ins
	explaining bool                          // variables that contradict the context are shown, not refused
	instant    bool                          // the verb is over at once and reads no settings
	stdin      *[]byte                       // standard input, once it was read
	settings   map[string]*config.Settings
	clients    map[string]any
	indexes    map[string][]Entry
	told       *onceEach // warnings
	// preferences are settings of the tool itself, as the context has them.
	preferences map[string]string
	tabKey      bool // it completes a word: nothing may be asked or written
}

func newSession(t *tree, cmd *cobra.Command) *Session {
	provider, flags := t.providerOf(cmd)
	return &Session{
		App: t.app, Globals: t.globals, Provider: provider, cmd: cmd, flags: flags,
		secrets: t.secrets, settings: map[string]*config.Settings{},
		clients: map[string]any{}, indexes: map[string][]Entry{}, told: &onceEach{}, preferences: map[string]string{},
	}
}

// Close ends what the session started.
func (s *Session) Close() error {
	var errs []error
	if s.sandbox != nil && s.sandbox.Close != nil {
		errs = append(errs, s.sandbox.Close())
	}
	for _, end := range s.closers {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

// Note tells the person something that is not the result; --quiet drops it.
func (s *Session) Note(format string, args ...any) {
	if !s.Globals.Quiet {
		s.say("note", fmt.Sprintf(format, args...))
	}
}

// Warn tells the person something that needs attention, once; many workers may
// call it.
func (s *Session) Warn(text string) {
	if s.told.first(text) {
		s.say("warning", text)
	}
}

func (s *Session) say(label, text string) {
	_, _ = io.WriteString(s.App.Err, label+": "+output.Sanitize(s.secrets.Mask(text))+"\n")
}

// client is what the verb works with: the provider's client, or the session
// itself where there is no provider. without lists requirements of the
// provider that this verb can do without.
func (s *Session) client(ctx context.Context, without []string) (any, error) {
	if s.Provider == nil {
		return s, nil
	}
	return s.Client(ctx, s.Provider, without...)
}
