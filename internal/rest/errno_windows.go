package rest

import (
	"errors"
	"syscall"
)

// Winsock has its own numbers, and package syscall names only some of them.
const wsaeconnrefused = syscall.Errno(10061)

func isRefusedConnection(err error) bool { return errors.Is(err, wsaeconnrefused) }

func isReset(err error) bool {
	return errors.Is(err, syscall.WSAECONNRESET) || errors.Is(err, syscall.WSAECONNABORTED)
}
