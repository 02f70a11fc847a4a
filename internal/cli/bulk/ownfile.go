package bulk

import (
	"errors"
	"io/fs"
	"os"
)

// openOwn makes a file that its owner alone can read, or opens the one of that
// name if it is the person's own: a regular file, no link, under no second name.
// What somebody else has put there is not written to, by root neither.
func openOwn(path string, flags int) (file *os.File, made bool, err error) {
	file, err = os.OpenFile(path, flags|os.O_CREATE|os.O_EXCL, 0o600)
	if !errors.Is(err, fs.ErrExist) {
		return file, true, err
	}
	before, err := os.Lstat(path)
	if err != nil {
		return nil, false, err
	}
	if !before.Mode().IsRegular() {
		return nil, false, errors.New(path + " is a link, or no plain file")
	}
	if file, err = os.OpenFile(path, flags, 0); err != nil {
		return nil, false, err
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case !os.SameFile(before, info):
		err = errors.New(path + " was replaced while it was opened")
	default:
		err = foreign(path, info)
	}
	if err != nil {
		return nil, false, errors.Join(err, file.Close())
	}
	return file, false, nil
}
