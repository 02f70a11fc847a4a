package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/config"
	"unictl/internal/suggest"
)

// Main runs one command line and gives the process's exit code.
func (app *App) Main(args []string) int {
	app.interrupt = untilInterrupted
	log.SetOutput(io.Discard) // where net/http shows bytes of a service as they come
	return app.Run(context.Background(), args)
}

// untilInterrupted ends the context with the first Ctrl-C, SIGTERM, or SIGHUP of a
// terminal that is gone; after it the second one ends the process at once. What
// was ignored at the start stays so, as nohup and a script's background jobs want
// it.
func untilInterrupted(ctx context.Context) (context.Context, func()) {
	heard := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
	ctx, stop := signal.NotifyContext(ctx, heard...)
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
	t.root.SetContext(ctx)
	cmd, err := t.checkWords(args)
	if err == nil {
		cmd, err = t.root.ExecuteC()
	}
	if c, ok := errors.AsType[*chosen](err); ok {
		return app.Run(ctx, append(slices.Clone(args), c.word))
	}
	if err == nil && t.stdout.err != nil {
		err = fmt.Errorf("the result cannot be written: %w", t.stdout.err)
	}
	code := fault.Code(err)
	if code == fault.ExitDone || code == fault.ExitFindings {
		return code
	}
	provider, _ := t.providerOf(cmd)
	doc := fault.Describe(err, errorAction(cmd), provider.Word(), t.secrets.Mask)
	fault.Report(t.process.Err, doc, newSession(t, cmd).WantsJSON(args))
	return code
}

// checkWords refuses words that pflag would take for what they are not.
func (t *tree) checkWords(args []string) (*cobra.Command, error) {
	t.root.SetArgs(args)
	cmd, _, err := t.root.Find(args)
	if cmd == nil || err != nil {
		return cmd, nil // cobra says so, in its turn
	}
	cmd.InheritedFlags() // makes Flags hold those of the groups above
	t.root.SetArgs(input.AtHome(cmd.Flags(), args, func(path string) string { return config.AtHome(path, t.app.Env) }))
	return cmd, input.CheckWords(cmd.Flags(), args)
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

// flagError makes pflag's errors usage errors with a way out. pflag repeats
// whole words, and one may hold a secret: -pSECRET, --token=SECRET.
func (t *tree) flagError(cmd *cobra.Command, err error) error {
	own, isOwn := errors.AsType[*fault.UsageError](err)
	unknown, isUnknown := errors.AsType[*pflag.NotExistError](err)
	invalid, isInvalid := errors.AsType[*pflag.InvalidValueError](err)
	see := "see `" + cmd.CommandPath() + " --help`"
	switch {
	case isOwn:
		return &fault.UsageError{Flag: own.Flag, Message: own.Message, Hint: cmp.Or(own.Hint, see)}
	case isUnknown && unknown.GetSpecifiedShortnames() != "":
		return &fault.UsageError{Message: "unknown flag: -" + unknown.GetSpecifiedName(), Hint: see}
	case isUnknown:
		return t.unknownFlag(cmd, unknown.GetSpecifiedName(), see)
	case isInvalid:
		f := invalid.GetFlag()
		return &fault.UsageError{Flag: "--" + f.Name, Message: fmt.Sprintf("%q is not %s", invalid.GetValue(), wanted(f)), Hint: see}
	case fault.Is[*pflag.InvalidSyntaxError](err):
		return &fault.UsageError{Message: "a flag has no name", Hint: see}
	}
	return &fault.UsageError{Message: err.Error(), Hint: see}
}

// unknownFlag explains why secrets have no flags, or finds the flag that was
// meant.
func (t *tree) unknownFlag(cmd *cobra.Command, name, see string) error {
	e := &fault.UsageError{Message: "unknown flag: --" + name, Hint: see}
	if provider, _ := t.providerOf(cmd); provider != nil {
		for _, o := range provider.Options {
			if o.Secret && o.Name() == name {
				e.Message += ": a secret on a command line can be seen by others"
				e.Hint = "set " + o.Env + ", or keep it with `unictl config set " + o.Key + "`"
				return e
			}
		}
	}
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	if close := suggest.Nearest(name, names); close != "" {
		e.Hint = "did you mean --" + close + "?"
	}
	return e
}

// wanted is what a flag takes, in words.
func wanted(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return "a whole number"
	case "float64":
		return "a number"
	case "duration":
		return "a duration like 30s or 2m"
	case "bool":
		return "true or false"
	case "stringSlice":
		return "a list like a,b"
	}
	return "a value it takes"
}
