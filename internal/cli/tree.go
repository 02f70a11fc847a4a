package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/rest"
)

// App is the whole tool: what the process brings, and the commands. There are no
// globals: tests make an App of buffers.
type App struct {
	Process
	Root Group
	// interrupt makes a context that Ctrl-C ends; nil = the caller's does.
	interrupt func(context.Context) (context.Context, func())
}

// tree is the command tree of one run. Only the branch that was asked for is
// filled: heads alone cost next to nothing, flags and completions do.
type tree struct {
	app      *App
	process  *session.App
	globals  *session.Globals
	root     *cobra.Command
	pending  map[*cobra.Command]Command
	provider map[*cobra.Command]*Provider
	secrets  *rest.Secrets // of the whole run: nothing that is printed may hold them
	stdout   *result
	stderr   *terminal.Shared
}

// result is stdout. It remembers that it could not be written: not all who print
// help look.
type result struct {
	to  io.Writer
	err error // of the first write that failed
}

func (r *result) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	if err != nil && r.err == nil {
		r.err = err
	}
	return n, err
}

// newTree makes the root and its children's heads.
func newTree(app *App) *tree {
	own := app.Process
	stderr, stdout := terminal.Share(app.Err), &result{to: app.Out}
	own.Err, own.Out = stderr, stdout
	t := &tree{
		app: app, process: &own, stdout: stdout, stderr: stderr, globals: &session.Globals{}, secrets: &rest.Secrets{},
		pending: map[*cobra.Command]Command{}, provider: map[*cobra.Command]*Provider{},
	}
	t.root = app.Root.head()
	t.root.Version = app.Version.Version
	t.root.SilenceErrors, t.root.SilenceUsage = true, true
	t.root.CompletionOptions.DisableDefaultCmd = true
	t.root.SetIn(app.In)
	t.root.SetOut(own.Out)
	t.root.SetErr(own.Err)
	t.root.SetFlagErrorFunc(t.flagError)
	for _, title := range [...]string{SectionProviders, SectionSettings, SectionTools} {
		t.root.AddGroup(&cobra.Group{ID: title, Title: title + ":"})
	}
	t.root.SetHelpCommand(t.help())
	t.root.SetUsageFunc(t.usage)
	t.globals.Declare(t.root)
	_ = t.root.RegisterFlagCompletionFunc("context", t.completeContext)
	app.Root.fill(t, t.root)
	return t
}

// The headings of the root's help.
const (
	SectionProviders = "Providers"
	SectionSettings  = "Settings"
	SectionTools     = "Tools"
)

func (t *tree) Add(parent *cobra.Command, child Command) {
	cmd := child.head()
	t.pending[cmd] = child
	parent.AddCommand(cmd)
}

func (t *tree) fill(cmd *cobra.Command) {
	if declared, ok := t.pending[cmd]; ok {
		delete(t.pending, cmd)
		declared.fill(t, cmd)
	}
}

// grow fills the branch that args lead to, as cobra itself would find it.
func (t *tree) grow(args []string) {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		args = args[1:]
	}
	for {
		cmd, _, err := t.root.Find(args)
		if cmd == nil || (err != nil && cmd == t.root) {
			return
		}
		if _, ok := t.pending[cmd]; !ok {
			return
		}
		t.fill(cmd)
	}
}

// growAll fills every branch, for documentation and tests.
func (t *tree) growAll(cmd *cobra.Command) {
	t.fill(cmd)
	for _, child := range cmd.Commands() {
		t.growAll(child)
	}
}

// providerOf is the service of the nearest group that names one, with the
// flags of its settings; nil if none.
func (t *tree) providerOf(cmd *cobra.Command) (*Provider, *pflag.FlagSet) {
	for ; cmd != nil; cmd = cmd.Parent() {
		if p := t.provider[cmd]; p != nil {
			return p, cmd.PersistentFlags()
		}
	}
	return nil, nil
}

// Tree is the whole command tree, for documentation and tests.
func (app *App) Tree() *cobra.Command {
	t := newTree(app)
	t.growAll(t.root)
	return t.root
}

func newSession(t *tree, cmd *cobra.Command) *Session {
	provider, flags := t.providerOf(cmd)
	s := session.New(t.process, t.globals, provider, flags, t.secrets)
	s.Verb = action(cmd)
	return s
}
