//go:build unix

package cli

import (
	"errors"
	"syscall"
)

// isBrokenPipe reports a write that nobody reads.
func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
