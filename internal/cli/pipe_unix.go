//go:build unix

package cli

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// isBrokenPipe reports a write that nobody reads.
func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// hearBrokenPipe makes a write to a closed stdout an error: otherwise the
// signal would end the process between two changes.
func hearBrokenPipe() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
