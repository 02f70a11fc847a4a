package secret

import (
	"fmt"
	"time"

	"unictl/internal/line"
)

// KeyringReason says why a keyring cannot be used.
type KeyringReason string

// Why a keyring cannot be used.
const (
	KeyringAbsent  KeyringReason = "absent"  // there is none
	KeyringLocked  KeyringReason = "locked"  // nobody unlocked it in time
	KeyringSlow    KeyringReason = "slow"    // it did not answer in time
	KeyringRefused KeyringReason = "refused" // anything else
)

// KeyringError says why the keyring of the operating system cannot be used. It
// holds no secret.
type KeyringError struct {
	Reason KeyringReason
	Limit  time.Duration // how long it was waited for at most
	Err    error         // the cause
}

func (e *KeyringError) Error() string {
	switch e.Reason {
	case KeyringAbsent:
		return "there is no OS keyring: " + line.Fold(e.Err.Error())
	case KeyringLocked:
		return "the OS keyring is locked"
	case KeyringSlow:
		return fmt.Sprintf("the OS keyring did not answer within %v", e.Limit)
	default:
		return "the OS keyring failed: " + line.Fold(e.Err.Error())
	}
}

// ExitCode is that of an unusable credential.
func (*KeyringError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (e *KeyringError) Hint() string {
	const instead = "give the secret in the environment or by a secret_command, or keep it in a file with `--store file`"
	switch e.Reason {
	case KeyringLocked:
		return "unlock it and run the command again; or " + instead
	case KeyringSlow:
		return "see whether it asks for something in a window; or " + instead
	default:
		return instead
	}
}

// Unwrap gives the cause.
func (e *KeyringError) Unwrap() error { return e.Err }
