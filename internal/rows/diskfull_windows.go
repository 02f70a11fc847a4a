package rows

import (
	"errors"
	"syscall"
)

// ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
const (
	handleDiskFull syscall.Errno = 39
	volumeFull     syscall.Errno = 112
)

// diskFull tells whether err says that there is no space left.
func diskFull(err error) bool {
	return errors.Is(err, handleDiskFull) || errors.Is(err, volumeFull)
}
