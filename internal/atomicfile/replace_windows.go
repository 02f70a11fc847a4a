package atomicfile

import (
	"errors"
	"os"
	"syscall"
	"time"
)

const (
	errorSharingViolation = syscall.Errno(32)
	replaceAttempts       = 100
	replacePause          = 10 * time.Millisecond
)

// replace retries for about a second: Windows refuses to rename over a file
// that another process is reading at this moment.
func replace(from, to string) error {
	var err error
	for range replaceAttempts {
		err = os.Rename(from, to)
		if err == nil || !errors.Is(err, syscall.ERROR_ACCESS_DENIED) && !errors.Is(err, errorSharingViolation) {
			return err
		}
		time.Sleep(replacePause)
	}
	return err
}

// syncDir does nothing: Windows has no sync of a directory.
func syncDir(string) error { return nil }
