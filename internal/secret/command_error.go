package secret

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"unictl/internal/line"
	"unictl/internal/rest"
)

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
