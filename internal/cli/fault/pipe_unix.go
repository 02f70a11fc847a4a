//go:build unix

package fault

import (
	"errors"
	"syscall"
)

// BrokenPipe reports a write that nobody reads.
func BrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
