package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// Main runs one command line and gives the process's exit code.
func (app *App) Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // after the first Ctrl-C the second one ends the process at once
		<-ctx.Done()
		stop()
	}()
	return app.Run(ctx, args)
}

// Run is Main without the signals.
func (app *App) Run(ctx context.Context, args []string) int {
	t := newTree(app)
	t.grow(args)
	t.root.SetArgs(args)
	t.root.SetContext(ctx)
	cmd, err := t.root.ExecuteC()
	if ctx.Err() != nil && err != nil && !errors.Is(err, context.Canceled) {
		err = errors.Join(err, ctx.Err())
	}
	if err == nil {
		return ExitDone
	}
	code := exitCode(err)
	if code == ExitDone || code == ExitFindings {
		return code
	}
	provider, _ := t.providerOf(cmd)
	doc := describe(err, errorAction(cmd), providerName(provider))
	report(app.Err, doc, app.wantsJSON(t.globals.Output, args))
	return code
}

// errorAction is the verb that failed and what it was about; nothing for the
// root itself. Further arguments stay out: one may be a secret in a wrong place.
func errorAction(cmd *cobra.Command) string {
	if cmd == nil || !cmd.HasParent() {
		return ""
	}
	words := action(cmd)
	if given := cmd.Flags().Args(); len(given) > 0 && !cmd.HasSubCommands() {
		words += " " + given[0]
	}
	return words
}

// wantsJSON also looks at the raw words: a usage error can come before the
// flags were read.
func (app *App) wantsJSON(format string, args []string) bool {
	if format == "" {
		format, _ = app.Env("UNICTL_OUTPUT")
	}
	if strings.HasPrefix(format, "json") {
		return true
	}
	if format != "" {
		return false
	}
	for i, word := range args {
		if slices.Contains([]string{"-ojson", "-ojsonl", "-o=json", "-o=jsonl", "--output=json", "--output=jsonl"}, word) {
			return true
		}
		if (word == "-o" || word == "--output") && i+1 < len(args) && strings.HasPrefix(args[i+1], "json") {
			return true
		}
	}
	return false
}
