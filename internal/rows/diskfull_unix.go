//go:build !windows

package rows

import (
	"errors"
	"syscall"
)

// diskFull tells whether err says that there is no space left, or none for
// this user.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
