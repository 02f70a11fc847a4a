package sandbox

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/sandbox"
)

// Open finds the sandbox that `sandbox serve` runs, or runs one inside this
// process for as long as the command takes.
func Open(ctx context.Context, app *cli.Process) (*cli.Sandbox, error) {
	path, err := statePath(app)
	if err != nil {
		return nil, err
	}
	if running, ok := sandbox.Running(path); ok {
		settings, err := running.Settings(ctx)
		return &cli.Sandbox{Settings: settings, SettingsFor: running.SettingsFor}, err
	}
	embedded, err := open(ctx, options(app, path))
	if err != nil {
		return nil, err
	}
	if _, err := embedded.Start("127.0.0.1:0"); err != nil {
		return nil, cmp.Or(err, embedded.Close())
	}
	return &cli.Sandbox{
		Settings: embedded.Settings(), Close: embedded.Close,
		SettingsFor: func(_ context.Context, email string) (map[string]map[string]string, error) {
			return embedded.SettingsFor(email)
		},
	}, nil
}

// envNames is for those who test a program with the sandbox.
const envNames = "UNICTL_SANDBOX_NAMES"

// options are those of every sandbox of this process.
func options(app *cli.Process, path string) sandbox.Options {
	names, _ := app.Env(envNames)
	return sandbox.Options{StatePath: path, Now: app.Now, Scrambled: names == "scrambled"}
}

// open opens the state file; that another process holds it passes.
func open(ctx context.Context, options sandbox.Options) (*sandbox.Sandbox, error) {
	sb, err := sandbox.Open(ctx, options)
	return sb, temporary(err)
}

func temporary(err error) error {
	if busy, ok := errors.AsType[*sandbox.BusyError](err); ok {
		return &rest.Error{Kind: rest.Temporary, Message: busy.Error(), Err: busy}
	}
	return err
}

func statePath(app *cli.Process) (string, error) {
	dir, err := config.StateDir(app.Env)
	return filepath.Join(dir, "sandbox.db"), err
}

// controls is what a running sandbox and an embedded one have in common.
type controls interface {
	Accept(ctx context.Context, email string) (map[string]string, error)
}

// control finds the sandbox to steer; done lets go of it.
func control(ctx context.Context, s *cli.Session) (c controls, done func() error, err error) {
	path, err := statePath(s.App)
	if err != nil {
		return nil, nil, err
	}
	if running, ok := sandbox.Running(path); ok {
		return running, func() error { return nil }, nil
	}
	embedded, err := open(ctx, options(s.App, path))
	if err != nil {
		return nil, nil, err
	}
	return embedded, embedded.Close, nil
}
