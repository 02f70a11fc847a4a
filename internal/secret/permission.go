package secret

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// PermissionError says that a file of secrets can be read by others than its
// owner.
type PermissionError struct {
	Path string
	Mode fs.FileMode
}

func (e *PermissionError) Error() string {
	return fmt.Sprintf("%s can be read by others (mode %04o); run: chmod 600 %q", e.Path, e.Mode.Perm(), e.Path)
}

// ExitCode is that of an unusable credential.
func (*PermissionError) ExitCode() int { return exitCredential }

const forOthers fs.FileMode = 0o077

// checkPermissions refuses a file that the group or others may touch. Windows
// keeps a user's directories to the user by other means.
func checkPermissions(file *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("cannot read the secrets: %w", err)
	}
	if info.Mode()&forOthers != 0 {
		return &PermissionError{Path: file.Name(), Mode: info.Mode()}
	}
	return nil
}
