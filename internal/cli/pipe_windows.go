package cli

import (
	"errors"
	"syscall"
)

// errNoData is what Windows answers to a write into a pipe that is being
// closed.
const errNoData syscall.Errno = 232

// isBrokenPipe reports a write that nobody reads.
func isBrokenPipe(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errNoData) || errors.Is(err, syscall.EPIPE)
}
