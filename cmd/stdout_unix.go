//go:build unix

package cmd

import (
	"os"
	"syscall"
)

// unsignalled is f under another number: a write to a pipe that nobody reads is
// then an error, where Go ends the process by a signal for the numbers 1 and 2
// (os/signal), perhaps between two changes. Notes and traces go the same way.
func unsignalled(f *os.File) *os.File {
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return f
	}
	syscall.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), f.Name())
}
