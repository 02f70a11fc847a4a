// Package atomicfile replaces whole files so that a reader sees the old
// content or the new, never a part of either, and takes turns between
// processes that change the same file.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxLinks is how many symbolic links are followed before a loop is assumed.
const maxLinks = 40

// Write replaces the file at path by data, with exactly the permissions perm
// whatever the umask. The data goes to a temporary file in the same directory,
// is synced and renamed into place; on any failure the old file is untouched
// and the temporary one is removed. Missing parent directories are made with
// mode 0700. If path is a symbolic link, the file it leads to is replaced and
// the link stays.
//
// Errors wrap the operating system's (fs.ErrPermission and so on) and name
// the file.
func Write(path string, data []byte, perm fs.FileMode) error {
	if err := Replaceable(path); err != nil {
		return err
	}
	target, err := resolve(path)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	dir := filepath.Dir(target)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	temp, err := fill(dir, "."+filepath.Base(target)+".*.tmp", data, perm)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err := replace(temp, target); err != nil {
		return mounted(path, errors.Join(err, os.Remove(temp)))
	}
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("cannot write %s: sync of %s: %w", path, dir, err)
	}
	return nil
}

// Replaceable is a *TargetError where something else than a file is at path, or
// where a link leads to: a device or a pipe must not become a file.
func Replaceable(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() {
		return nil // Write says what is wrong with the way to it
	}
	what := "a device"
	switch mode := info.Mode(); {
	case mode.IsDir():
		what = "a folder"
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	}
	return &TargetError{Path: path, Message: "it is " + what + ", and only a file is replaced", Way: "name a file", Code: 2}
}

// mounted is the error of a rename, with the way out where the file is mounted by
// itself, as `docker run -v FILE:FILE` does it.
func mounted(path string, err error) error {
	if !errors.Is(err, syscall.EBUSY) {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return &TargetError{
		Path: path, Message: "it is mounted by itself, and so cannot be replaced", Way: "mount its folder, not the file", Code: 1, Err: err,
	}
}

// TargetError says that what is at a path cannot be replaced; nothing was written.
type TargetError struct {
	Path    string
	Message string
	Way     string
	Code    int   // 2 = another path was meant
	Err     error // the operating system's; may be nil
}

func (e *TargetError) Error() string { return "cannot write " + e.Path + ": " + e.Message }

// Unwrap gives the cause.
func (e *TargetError) Unwrap() error { return e.Err }

// ExitCode is 2 for bad input, and else that of a failure.
func (e *TargetError) ExitCode() int { return e.Code }

// Hint is the way out.
func (e *TargetError) Hint() string { return e.Way }

// fill writes data to a new temporary file in dir and returns its name. The
// permissions are set before the data, which may be a secret.
func fill(dir, pattern string, data []byte, perm fs.FileMode) (string, error) {
	file, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return "", err
	}
	err = file.Chmod(perm)
	if err == nil {
		_, err = file.Write(data)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// resolve follows symbolic links from path to the file to replace, which need
// not exist: a link may point at a file that is still to be made.
func resolve(path string) (string, error) {
	for range maxLinks {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		link, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", errors.New("too many symbolic links")
}
