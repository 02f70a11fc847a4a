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
		return fmt.Errorf("cannot write %s: %w", path, errors.Join(err, os.Remove(temp)))
	}
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("cannot write %s: sync of %s: %w", path, dir, err)
	}
	return nil
}

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
