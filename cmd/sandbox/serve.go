package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"

	"unictl/internal/cli"
	"unictl/internal/cli/fault"
	"unictl/internal/parse"
	"unictl/internal/sandbox"
)

type serveIn struct {
	Address string
	Size    int
	Faults  sandbox.Faults
	Log     string
	Dialect string
	Ports   string
}

func serve() cli.Command {
	return cli.Run[serveIn]{
		Use: "serve", Short: "Run the services until interrupted",
		Long: "Run the services until interrupted. What a shell needs to reach them is printed first; while\n" +
			"they run, --context sandbox uses them.\n\nFaults: latency=DURATION, and 429, 5xx, html502, cut, expire, done500 (done, but answered with a 500),\n" +
			"lost (done, but not answered) and silent, each as every:N, nth:N or rate:0.1; retry-after=SECONDS goes\n" +
			"with 429. Behind an @, say which calls count: lost=nth:1@DELETE, done500=every:2@POST*/invites.\n" +
			"Of one service each: captcha=on or captcha=refused, and nodb=every:N (Open IoT); 301=every:N, docker=on,\n" +
			"masks=on, error-lists=on and unset=on (Intrexx); me404=on (IXON); odd=time, empty, text or null (Devo).\n" +
			"lookalikes=on adds people and tokens that are easily confused.",
		Example: "  unictl sandbox serve\n  unictl sandbox serve --address 127.0.0.1:8080 --fault latency=200ms,429=every:10",
		Inputs: func(in *serveIn) cli.Inputs {
			return cli.Inputs{
				cli.Flag("address", &in.Address, parse.Any, "loopback `HOST:PORT` to listen on (default 127.0.0.1 and a free port)"),
				cli.Flag("seed-size", &in.Size, parse.Count(2), "how many `PEOPLE` a new state gets (default 64)"),
				cli.Flag("fault", &in.Faults, sandbox.ParseFaults, "`FAULTS` to inject, like latency=200ms,429=every:10").Words(sandbox.FaultWords()...),
				dialect(&in.Dialect),
				cli.Flag("ports", &in.Ports, firstPort, "each service on a `PORT` of its own as well, from this one on, or `any`: for clients that take a host and a port alone"),
				cli.Flag("log", &in.Log, parse.Any, "append a JSON line for each call to `FILE`"),
			}
		},
		Do: func(ctx context.Context, s *cli.Session, in *serveIn) error { return in.serve(ctx, s) },
	}
}

func (in *serveIn) serve(ctx context.Context, s *cli.Session) error {
	path, err := statePath(s.App)
	if err != nil {
		return err
	}
	if running, ok := sandbox.Running(path); ok {
		return &cli.ExistsError{What: "a sandbox serves this state already at " + running.URL + ": `unictl sandbox env` shows how to reach it"}
	}
	log, err := appendTo(s, in.Log)
	if err != nil {
		return err
	}
	options := options(s.App, path)
	options.SeedSize, options.Dialect, options.Faults, options.Log = in.Size, in.Dialect, in.Faults, log
	sb, err := open(ctx, options)
	if err != nil {
		return err
	}
	if _, err := sb.Start(cmp.Or(in.Address, "127.0.0.1:0")); err != nil {
		return cmp.Or(in.unusable(err), sb.Close())
	}
	err = cmp.Or(in.startEach(s, sb), announce(s, sb))
	if err == nil {
		err = wait(ctx, s)
	}
	return cmp.Or(err, sb.Close())
}

// firstPort reads a port that leaves room for one for each service, or any.
func firstPort(text string) (string, error) {
	if n, err := strconv.Atoi(text); text != "any" && (err != nil || n < 1 || n > 65000) {
		return "", errors.New("want a port up to 65000, or any")
	}
	return text, nil
}

// startEach prints where each service is alone, as comments for a shell.
func (in *serveIn) startEach(s *cli.Session, sb *sandbox.Sandbox) error {
	if in.Ports == "" {
		return nil
	}
	first, _ := strconv.Atoi(in.Ports) // any is 0
	addresses, err := sb.StartEach(first)
	if err != nil {
		return &cli.UsageError{Flag: "--ports", Message: err.Error(), Hint: "give the first of four free ports, or any"}
	}
	for _, name := range slices.Sorted(maps.Keys(addresses)) {
		if _, err := fmt.Fprintf(s.App.Out, "# %s alone: %s\n", name, addresses[name]); err != nil {
			return err
		}
	}
	return nil
}

// unusable blames an address that was given.
func (in *serveIn) unusable(err error) error {
	if in.Address == "" {
		return err
	}
	return &cli.UsageError{Flag: "--address", Message: err.Error(), Hint: "give a free port of this machine, like 127.0.0.1:8080"}
}

func announce(s *cli.Session, sb *sandbox.Sandbox) error {
	if err := sb.Announce(); err != nil {
		return err
	}
	return printEnvironment(s, sb.Settings())
}

// wait ends with Ctrl-C, which is how serving is meant to end.
func wait(ctx context.Context, s *cli.Session) error {
	s.Terminal.Note("serving until interrupted (Ctrl-C)")
	<-ctx.Done()
	return nil
}

func environment() cli.Command {
	return cli.Run[environmentIn]{
		Use: "env", Short: "Print what a shell needs to reach a running sandbox",
		Example: "  eval \"$(unictl sandbox env)\"\n  eval \"$(unictl sandbox env --as robin.peeters@example.com)\"",
		Inputs: func(in *environmentIn) cli.Inputs {
			return cli.Inputs{cli.Flag("as", &in.As, parse.Email, "as this `PERSON` of the sandbox, by e-mail address")}
		},
		Do: func(ctx context.Context, s *cli.Session, in *environmentIn) error {
			running, err := serving(s)
			if err != nil {
				return err
			}
			settings, err := in.settings(ctx, running)
			if err != nil {
				return err
			}
			return printEnvironment(s, settings)
		},
	}
}

type environmentIn struct{ As parse.Address }

func (in *environmentIn) settings(ctx context.Context, running *sandbox.Serving) (map[string]map[string]string, error) {
	if in.As == "" {
		return running.Settings(ctx)
	}
	settings, err := running.SettingsFor(ctx, in.As.String())
	if nobody, ok := errors.AsType[*sandbox.PersonError](err); ok {
		return nil, &cli.NotFoundError{Flag: "--as", Noun: "person of the sandbox", Text: in.As.String(), Way: nobody.Reason}
	}
	return settings, err
}

func calls() cli.Command {
	return cli.Run[struct{}]{
		Use: "calls", Short: "Print the log of calls of a running sandbox, as JSON lines",
		Example: "  unictl sandbox calls | tail -5",
		Do: func(ctx context.Context, s *cli.Session, _ *struct{}) error {
			running, err := serving(s)
			if err != nil {
				return err
			}
			return running.Calls(ctx, s.App.Out)
		},
	}
}

// serving is the sandbox that another process runs.
func serving(s *cli.Session) (*sandbox.Serving, error) {
	path, err := statePath(s.App)
	if err != nil {
		return nil, err
	}
	running, ok := sandbox.Running(path)
	if !ok {
		return nil, &cli.NotFoundError{Noun: "running sandbox", Text: path, Target: true, Way: "start one with `unictl sandbox serve`"}
	}
	return running, nil
}

// appendTo opens a file that only its owner can read, to add to it; no name
// gives nil.
func appendTo(s *cli.Session, path string) (io.Writer, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &cli.UsageError{Message: fault.Cause(err)}
	}
	s.OnClose(file.Close)
	return file, nil
}
