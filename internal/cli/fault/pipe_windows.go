package fault

import (
	"errors"
	"syscall"
)

// errNoData is what Windows answers to a write into a pipe that is being
// closed.
const errNoData syscall.Errno = 232

// BrokenPipe reports a write that nobody reads.
func BrokenPipe(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errNoData) || errors.Is(err, syscall.EPIPE)
}
