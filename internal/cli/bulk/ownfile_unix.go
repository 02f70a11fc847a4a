//go:build unix

package bulk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// foreign refuses a file of another user, and one that has a second name.
func foreign(path string, info fs.FileInfo) error {
	known, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
		return nil
	case int(known.Uid) != os.Geteuid():
		return errors.New(path + " belongs to another user")
	case known.Nlink > 1:
		return errors.New(path + " has another name, too: it is a hard link")
	}
	return nil
}
