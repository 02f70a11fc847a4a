package cli

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
)

// Main runs one command line and gives the process's exit code.
func (app *App) Main(args []string) int {
	app.interrupt = untilInterrupted
	log.SetOutput(io.Discard) // where net/http shows bytes of a service as they come
	return app.Run(context.Background(), args)
}

// untilInterrupted ends the context with the first Ctrl-C; after it the second
// one ends the process at once.
func untilInterrupted(ctx context.Context) (context.Context, func()) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop()
	}()
	return ctx, stop
}

// Run is Main without the signals: the end of ctx is Ctrl-C.
func (app *App) Run(ctx context.Context, args []string) int {
	t := newTree(app)
	t.grow(args)
	t.root.SetArgs(args)
	t.root.SetContext(ctx)
	cmd, err := t.root.ExecuteC()
	code := fault.Code(err)
	if code == fault.ExitDone || code == fault.ExitFindings {
		return code
	}
	provider, _ := t.providerOf(cmd)
	doc := fault.Describe(err, errorAction(cmd), providerName(provider), t.secrets.Mask)
	fault.Report(t.app.Err, doc, newSession(t, cmd).wantsJSON(args))
	return code
}

// aboutArgument is the annotation of commands that act on their arguments: "one"
// on the first of them, "many" on each of several.
const aboutArgument = "unictl_about"

// errorAction is the verb that failed and what it was about; nothing for the
// root itself. Further arguments stay out: one may be a secret in a wrong place.
func errorAction(cmd *cobra.Command) string {
	if cmd == nil || !cmd.HasParent() {
		return ""
	}
	words, given := action(cmd), cmd.Flags().Args()
	if cmd.Annotations[aboutArgument] == "call" && len(given) > 1 {
		path, _, _ := strings.Cut(given[1], "?") // a query may hold what is not to be repeated
		return words + " " + given[0] + " " + path
	}
	about := cmd.Annotations[aboutArgument]
	if len(given) == 1 && about != "" || len(given) > 1 && about == "one" {
		words += " " + given[0]
	}
	return words
}
