package secret

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
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
	ref.Env = ""
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
	value, found, err := accept(text, c.Name())
	if err == nil && !found {
		err = &InvalidError{Origin: c.Name(), Reason: "is empty: the command printed nothing"}
	}
	return value, found, err
}
