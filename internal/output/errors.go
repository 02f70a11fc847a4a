package output

import "fmt"

// UsageError reports a flag of Options that cannot be followed. Nothing has
// been requested or printed when it is returned.
type UsageError struct {
	Flag    string // as typed: "--columns", "--sort", "--limit", "--jq", "-o"
	Message string // what is wrong with its value
	Way     string // the way out: the words that would be accepted
}

// Error names the flag and what is wrong with its value, without the hint.
func (e *UsageError) Error() string { return e.Flag + ": " + e.Message }

// ExitCode is that of bad input.
func (*UsageError) ExitCode() int { return 2 }

// Hint is the way out.
func (e *UsageError) Hint() string { return e.Way }

// JQError reports a jq expression that failed on the result. It is not a
// UsageError: the calls were made, and with a change document the change too.
type JQError struct {
	Expr    string // the expression as given
	Message string // what gojq says, without the data it failed on
}

// Error names the expression and the reason. Values of the result are left
// out: a created token is part of a result and must not reach a log.
func (e *JQError) Error() string {
	return fmt.Sprintf("--jq %q: %s", e.Expr, Sanitize(e.Message))
}

// writeError wraps a failed write to stdout, so that errors.Is still finds
// syscall.EPIPE when the reader closed the pipe.
func writeError(err error) error { return fmt.Errorf("write output: %w", err) }
