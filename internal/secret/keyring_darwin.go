package secret

import (
	"context"
	"errors"
	"os/exec"
)

// The exit statuses of macOS's security are the last byte of its errors.
const (
	noInteraction = 36 // errSecInteractionNotAllowed: locked, and no window to ask in
	noKeychain    = 37 // errSecNoDefaultKeychain
	wrongPassword = 51 // errSecAuthFailed
)

// Present is nil: the Keychain is part of macOS.
func (systemKeyring) Present() error { return nil }

// Reason reads the exit status of macOS's security.
func (systemKeyring) Reason(_ context.Context, err error) KeyringReason {
	var exit *exec.ExitError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return KeyringSlow
	case errors.Is(err, exec.ErrNotFound):
		return KeyringAbsent
	case !errors.As(err, &exit):
		return KeyringRefused
	}
	switch exit.ExitCode() {
	case noInteraction, wrongPassword:
		return KeyringLocked
	case noKeychain:
		return KeyringAbsent
	default:
		return KeyringRefused
	}
}
