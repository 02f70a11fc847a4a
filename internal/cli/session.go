package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
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
	signedIn   []*signedIn // the credentials of this session that sign in
	own        bool        // the change is to this machine and the caller's own sign-in
	explaining bool        // variables that contradict the context are shown, not refused
	instant    bool        // the verb is over at once and reads no settings
	stdin      *[]byte     // standard input, once it was read
	stdinUse   string      // what it was read for
	settings   map[string]*config.Settings
	clients    map[string]any
	indexes    map[string][]Entry
	many       bool                        // rows come from a file: a name is looked for in the whole list, which is read once
	found      map[string]Ref              // the name of each noun that was looked up last
	words      map[string]map[string][]int // what they are found by, where many rows look
	commands   map[string]secret.Source    // the programs that give secrets, by provider
	keyring    *secret.Keyring
	logins     map[string]*loginRecord // of the kept secrets in use, by provider
	told       *onceEach               // warnings
	// preferences are settings of the tool itself, as the context has them.
	preferences map[string]string
	tabKey      bool   // it completes a word: nothing may be asked or written
	draft       *draft // the context is not written yet; nil = it is
}

func newSession(t *tree, cmd *cobra.Command) *Session {
	provider, flags := t.providerOf(cmd)
	s := &Session{App: t.app, Globals: t.globals, Provider: provider, cmd: cmd, flags: flags, secrets: t.secrets, told: &onceEach{}}
	s.empty()
	return s
}

// empty makes the places for what is found on the way.
func (s *Session) empty() {
	s.settings, s.clients, s.indexes = map[string]*config.Settings{}, map[string]any{}, map[string][]Entry{}
	s.found, s.words = map[string]Ref{}, map[string]map[string][]int{}
	s.commands, s.preferences, s.logins = map[string]secret.Source{}, map[string]string{}, map[string]*loginRecord{}
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

// Describe gives an error's message and its way out, for commands that report
// errors as findings.
func (s *Session) Describe(err error) (message, hint string) {
	doc := fault.Describe(err, "", "", s.secrets.Mask)
	return doc.Message, doc.Hint
}
