package cmd

import (
	"context"
	"os"
	"runtime"
	"time"

	"golang.org/x/term"

	"unictl/internal/cli"
)

// Main runs the process's command line and gives its exit code. version, commit
// and date were set by the linker; empty ones are taken from the build.
func Main(version, commit, date string) int {
	app := New(cli.BuildVersion(version, commit, date, runtime.Version()))
	app.In, app.Out, app.Err = os.Stdin, unsignalled(os.Stdout), unsignalled(os.Stderr)
	app.Env, app.Now = os.LookupEnv, time.Now
	app.Terminal = terminal()
	app.Password = func(context.Context) (string, error) { return password() }
	return app.Main(os.Args[1:])
}

func terminal() cli.Terminal {
	t := cli.Terminal{
		In: term.IsTerminal(int(os.Stdin.Fd())), Out: term.IsTerminal(int(os.Stdout.Fd())), Err: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if t.Out {
		t.Width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	return t
}
