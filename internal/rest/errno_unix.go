//go:build !windows

package rest

import (
	"errors"
	"syscall"
)

func isRefusedConnection(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
