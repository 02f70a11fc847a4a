package secret

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"unictl/internal/line"
	"unictl/internal/rest"
)

const (
	commandLimit = 30 * time.Second
	nestedMark   = "UNICTL_SECRET_NAME" // in the environment of every command
)

// CommandNoSecret is the exit status by which a command says that it has no
// such secret, so that the next source is asked. It is the one of macOS's
// `security find-generic-password`.
const CommandNoSecret = 44

// CommandOptions are the settings of a CommandSource; the zero value works.
type CommandOptions struct {
	Environ []string            // of the command, as "NAME=value"; nil is that of this process
	Limit   time.Duration       // 0 is 30 s
	Names   []string            // the secrets it is asked for ("password"); nil is all
	Redact  func(string) string // masks other secrets in what it wrote to stderr; may be nil
}

// CommandSource asks a program: the secret_command of a context and provider.
// No argv finds nothing.
//
// The program is started without a shell. In the arguments after the first,
// {context}, {provider} and {name} stand for those of the Ref; other braces
// stay. It gets the environment and UNICTL_SECRET_CONTEXT,
// UNICTL_SECRET_PROVIDER and UNICTL_SECRET_NAME, an empty stdin, and no hold of
// the terminal. A run that finds these variables set already does not start
// another command, lest a command that runs unictl goes round in circles.
//
// Its stdout is the secret, one line, and the line break at the end is dropped;
// CommandNoSecret says that there is none. It runs at most once for each Ref,
// also if it fails. Errors: *CommandError; *InvalidError for no or several
// lines; the context's end.
func CommandSource(argv []string, opts CommandOptions) Source {
	if opts.Environ == nil {
		opts.Environ = os.Environ()
	}
	if opts.Limit == 0 {
		opts.Limit = commandLimit
	}
	return &command{argv: slices.Clone(argv), options: opts, answers: make(map[Ref]*answer)}
}

type command struct {
	argv    []string
	options CommandOptions
	mutex   sync.Mutex
	answers map[Ref]*answer // by Ref without variable
}

// answer is what a command said, or will say to the one who has the turn.
type answer struct {
	turn  chan struct{}
	known bool
	value Value
	found bool
	err   error
}

// Name is "secret_command" and the program, without its arguments.
func (c *command) Name() string {
	if len(c.argv) == 0 {
		return "secret_command"
	}
	return "secret_command " + c.argv[0]
}

func (c *command) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	if len(c.argv) == 0 || c.options.Names != nil && !slices.Contains(c.options.Names, ref.Name) {
		return Value{}, false, nil
	}
	given := c.answer(ref)
	select {
	case given.turn <- struct{}{}:
		defer func() { <-given.turn }()
	case <-ctx.Done():
		return Value{}, false, ctx.Err()
	}
	if !given.known {
		given.value, given.found, given.err = c.ask(ctx, ref)
		given.known = ctx.Err() == nil // an interrupted run says nothing
	}
	return given.value, given.found, given.err
}

func (c *command) answer(ref Ref) *answer {
	ref.Env, ref.Place = "", ""
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.answers[ref] == nil {
		c.answers[ref] = &answer{turn: make(chan struct{}, 1)}
	}
	return c.answers[ref]
}

func (c *command) ask(ctx context.Context, ref Ref) (Value, bool, error) {
	nested := func(variable string) bool { return strings.HasPrefix(variable, nestedMark+"=") }
	if slices.ContainsFunc(c.options.Environ, nested) {
		return Value{}, false, &CommandError{Program: c.argv[0], Fault: CommandNested, Env: ref.Env}
	}
	text, found, err := c.run(ctx, ref)
	if !found || err != nil {
		return Value{}, false, err
	}
	value, found, err := accept(text, ref.Name, c.Name())
	if err == nil && !found {
		err = &InvalidError{Origin: c.Name(), Reason: "is empty: the command printed nothing"}
	}
	return value, found, err
}

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

// CommandFault says what went wrong with a secret_command.
type CommandFault string

// What can go wrong with a secret_command, beside a text that is no secret.
const (
	CommandMissing CommandFault = "missing"  // the program could not be started
	CommandFailed  CommandFault = "failed"   // it ended with an exit status other than 0, or by a signal
	CommandSlow    CommandFault = "slow"     // it was ended at its limit
	CommandTooLong CommandFault = "too long" // it printed more than 64 KiB and was ended
	CommandNested  CommandFault = "nested"   // a secret_command runs unictl, which needs one again
)

// CommandError says that a secret_command gave no secret. It repeats neither
// the arguments nor what the command printed on stdout.
type CommandError struct {
	Program string // the first element of the argv
	Fault   CommandFault
	Status  int           // exit status; -1 if it did not end by itself
	Limit   time.Duration // of CommandSlow
	Stderr  string        // its beginning in one line, at most 2 KiB, secrets masked
	Env     string        // the variable that can carry the secret instead; may be empty
	Err     error         // the cause, of CommandMissing and CommandFailed
}

func (e *CommandError) Error() string {
	text := fmt.Sprintf("secret_command %q ", e.Program)
	switch e.Fault {
	case CommandMissing:
		if errors.Is(e.Err, exec.ErrNotFound) {
			text += "is not in PATH"
		} else {
			text += "cannot be run: " + e.Err.Error()
		}
	case CommandFailed:
		text += "failed: " + e.Err.Error()
	case CommandSlow:
		text += fmt.Sprintf("did not end within %v", e.Limit)
	case CommandTooLong:
		text += fmt.Sprintf("printed more than %d KiB", mostOutput>>10)
	case CommandNested:
		text += "is not run: this unictl was itself started by a secret_command"
	}
	if e.Stderr != "" {
		text += ": " + e.Stderr
	}
	return text
}

// ExitCode is that of an unusable credential.
func (*CommandError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (e *CommandError) Hint() string {
	way := "run the command by hand"
	switch e.Fault {
	case CommandMissing:
		way = "install it, or correct secret_command; it is a list of words, not run by a shell: ~ and $HOME are not replaced"
	case CommandSlow:
		way = "it has no terminal and must not ask; run it by hand"
	case CommandTooLong:
		way = "it must print the secret alone, in one line"
	case CommandNested:
		way = "let the command give the inner unictl its secrets in the environment"
	case CommandFailed:
	}
	if e.Env != "" {
		way += "; or set " + e.Env
	}
	return way
}

// Unwrap gives the cause.
func (e *CommandError) Unwrap() error { return e.Err }

const (
	mostExcerpt   = 2 << 10
	leastRedacted = 4 // shorter texts are not masked: they stand in many words
)

// excerpt makes one line of what a command wrote to stderr. What it printed on
// stdout is masked there, as a command that traces itself repeats it.
func excerpt(stderr, stdout string, redact func(string) string) string {
	for line := range strings.Lines(stdout) {
		if line = strings.TrimSpace(line); len(line) >= leastRedacted {
			stderr = strings.ReplaceAll(stderr, line, rest.Secret{}.String())
		}
	}
	if redact != nil {
		stderr = redact(stderr)
	}
	stderr = line.Fold(stderr)
	if len(stderr) > mostExcerpt {
		stderr = strings.ToValidUTF8(stderr[:mostExcerpt-len("…")], "") + "…"
	}
	return stderr
}
