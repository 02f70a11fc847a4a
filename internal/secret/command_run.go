package secret

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"time"
)

const (
	mostOutput = 64 << 10 // bytes of stdout, and kept of stderr
	// pipeDelay is how long a process that the command left behind may hold
	// its stdout.
	pipeDelay = 500 * time.Millisecond
)

// run gives the command's stdout, and false if it says that it has none.
func (c *command) run(ctx context.Context, ref Ref) (string, bool, error) {
	limited, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	stdout, stderr := &head{full: cancel}, &head{}
	process := exec.CommandContext(limited, c.argv[0], c.arguments(ref)...)
	process.Env = append(slices.Clone(c.options.Environ),
		"UNICTL_SECRET_CONTEXT="+ref.Context, "UNICTL_SECRET_PROVIDER="+ref.Provider, nestedMark+"="+ref.Name)
	process.Stdout, process.Stderr, process.WaitDelay = stdout, stderr, pipeDelay
	ownGroup(process)
	err := process.Run()

	failure := &CommandError{Program: c.argv[0], Env: ref.Env, Status: -1}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", false, ctx.Err()
	case stdout.cut:
		failure.Fault = CommandTooLong
		return "", false, failure // its stderr may hold what was cut
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // the latter: it is done, but left a process behind
		return stdout.String(), true, nil
	case process.Process == nil:
		failure.Fault, failure.Err = CommandMissing, startError(err)
		return "", false, failure
	case limited.Err() != nil:
		failure.Fault, failure.Limit = CommandSlow, c.options.Limit
	case errors.As(err, &exit) && exit.ExitCode() == CommandNoSecret:
		return "", false, nil
	default:
		failure.Fault, failure.Status, failure.Err = CommandFailed, process.ProcessState.ExitCode(), err
	}
	failure.Stderr = excerpt(stderr.String(), stdout.String(), c.options.Redact)
	return "", false, failure
}

func (c *command) arguments(ref Ref) []string {
	named := strings.NewReplacer("{context}", ref.Context, "{provider}", ref.Provider, "{name}", ref.Name)
	arguments := slices.Clone(c.argv[1:])
	for i := range arguments {
		arguments[i] = named.Replace(arguments[i])
	}
	return arguments
}

// startError is the system's reason, without the path around it.
func startError(err error) error {
	var lookup *exec.Error
	if errors.As(err, &lookup) {
		err = lookup.Err
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err
}

// head keeps the beginning of a stream and, at its limit, calls full.
type head struct {
	strings.Builder
	cut  bool
	full func() // may be nil
}

func (h *head) Write(data []byte) (int, error) {
	room := mostOutput - h.Len()
	if len(data) <= room {
		return h.Builder.Write(data)
	}
	h.Builder.Write(data[:room])
	if h.full != nil && !h.cut {
		h.full()
	}
	h.cut = true
	return len(data), nil
}
