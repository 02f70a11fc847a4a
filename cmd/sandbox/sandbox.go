// Package sandbox is `unictl sandbox`: the embedded services.
package sandbox

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/parse"
	"unictl/internal/sandbox"
)

// Group is `unictl sandbox`.
func Group() cli.Group {
	return cli.Group{
		Use: "sandbox", Short: "The services, embedded: for trying and testing",
		Long: "The services, embedded: `--context sandbox` runs any command against them, over real HTTP and\n" +
			"with their state kept from one command to the next. `sandbox serve` runs them for curl, scripts\n" +
			"and other clients. Where a service's real shape is not public, key names are the sandbox's own:\n" +
			"nothing can rely on them.",
		Section: cli.SectionTools,
		Children: func() []cli.Command {
			return []cli.Command{serve(), environment(), accept(), reset(), calls()}
		},
	}
}

type acceptIn struct {
	Email parse.Address
	made  map[string]string
}

func accept() cli.Command {
	return cli.Change[*cli.Session, acceptIn]{
		Use: "accept EMAIL", Short: "Let an invited person accept", Effect: cli.Update,
		Example: "  unictl sandbox accept ada@example.com",
		Inputs: func(in *acceptIn) cli.Inputs {
			return cli.Inputs{cli.Arg("email", &in.Email, parse.Email)}
		},
		Target: func(in *acceptIn) string { return in.Email.String() },
		ID:     func(in *acceptIn) string { return cli.FirstOf(in.made, "ixon", "iot") },
		Steps: func(_ context.Context, s *cli.Session, in *acceptIn) ([]cli.Step, error) {
			return []cli.Step{cli.Local("accept as "+in.Email.String(), "sandbox", func(ctx context.Context) error {
				return in.accept(ctx, s)
			})}, nil
		},
	}
}

func (in *acceptIn) accept(ctx context.Context, s *cli.Session) error {
	c, done, err := control(ctx, s)
	if err != nil {
		return err
	}
	in.made, err = c.Accept(ctx, in.Email.String())
	return cmp.Or(notInvited(err, in.Email.String()), done())
}

// notInvited tells that nobody of this address can accept.
func notInvited(err error, email string) error {
	if late, ok := errors.AsType[*sandbox.AcceptError](err); ok {
		reason := strings.TrimSuffix(late.Reason, ": "+fs.ErrNotExist.Error())
		return &cli.NotFoundError{Noun: "open invitation of", Text: email, Target: true, Way: reason}
	}
	return err
}

// dialect is the generation of the Open IoT platform that the sandbox plays.
func dialect(target *string) *cli.Input {
	return cli.Flag("dialect", target, sandbox.ParseDialect, "`GENERATION` of the Open IoT platform: J, or K with Keycloak (default K)").Words(sandbox.Dialects()...)
}

type resetIn struct {
	Size    int
	Dialect string
}

func reset() cli.Command {
	return cli.Change[*cli.Session, resetIn]{
		Use: "reset", Short: "Delete the sandbox's state and start with a new one", Effect: cli.Delete,
		Example: "  unictl sandbox reset --yes\n  unictl sandbox reset --seed-size 100000 --dialect J --yes",
		Inputs: func(in *resetIn) cli.Inputs {
			return cli.Inputs{
				cli.Flag("seed-size", &in.Size, parse.Count(2), "how many `PEOPLE` the company has (default 64)"),
				dialect(&in.Dialect),
			}
		},
		Target: func(*resetIn) string { return "the sandbox's state" },
		Steps: func(_ context.Context, s *cli.Session, in *resetIn) ([]cli.Step, error) {
			path, err := statePath(s.App)
			return []cli.Step{cli.Local("seed afresh", path, func(ctx context.Context) error { return in.reset(ctx, s, path) })}, err
		},
	}
}

// reset also mends a state that cannot be opened.
func (in *resetIn) reset(ctx context.Context, s *cli.Session, path string) error {
	if running, ok := sandbox.Running(path); ok {
		return running.ResetWith(ctx, sandbox.Fresh{Size: in.Size, Dialect: in.Dialect})
	}
	options := options(s.App, path)
	options.SeedSize, options.Dialect = in.Size, in.Dialect
	fresh, err := sandbox.Reset(ctx, options)
	if err != nil {
		return temporary(err)
	}
	return fresh.Close()
}
