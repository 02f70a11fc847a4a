package secret

import (
	"context"
	"errors"
	"syscall"
)

// noLogonSession is ERROR_NO_SUCH_LOGON_SESSION: services and some remote
// logons have no credentials of their own.
const noLogonSession syscall.Errno = 1312

// Present is nil: the Credential Manager is part of Windows.
func (systemKeyring) Present() error { return nil }

// Reason reads the error of the Credential Manager.
func (systemKeyring) Reason(_ context.Context, err error) KeyringReason {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return KeyringSlow
	case errors.Is(err, noLogonSession):
		return KeyringAbsent
	default:
		return KeyringRefused
	}
}
