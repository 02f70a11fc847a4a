package atomicfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// lockPause is the time between two attempts at a lock that is taken.
const lockPause = 10 * time.Millisecond

// LockError says that the lock could not be taken; the work under it did not
// run. Err is the context's error if another process held the lock until the
// end, else the operating system's.
type LockError struct {
	Path string // the lock file
	Err  error
}

func (e *LockError) Error() string {
	if e.Held() {
		return fmt.Sprintf("another process holds the lock %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("cannot lock %s: %v", e.Path, e.Err)
}

// Unwrap gives the cause.
func (e *LockError) Unwrap() error { return e.Err }

// ExitCode is that of a temporary failure (7, see docs/reference/exit-codes.md)
// if somebody else holds the lock.
func (e *LockError) ExitCode() int {
	if e.Held() {
		return 7
	}
	return 1
}

// Held reports whether the wait was ended by the context.
func (e *LockError) Held() bool {
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.Is(e.Err, context.Canceled)
}

// Locked runs f while this process, and in it this call, alone holds the lock
// of path, see Hold. The error is f's own, unchanged, or a *LockError when f did
// not run.
func Locked(ctx context.Context, path string, f func() error) (err error) {
	release, err := Hold(ctx, path)
	if err != nil {
		return err
	}
	defer func() {
		if unlock := release(); unlock != nil {
			err = errors.Join(err, unlock)
		}
	}()
	return f()
}

// Hold takes the lock file path+".lock" until release is called, a second time
// for nothing. It waits for the lock until ctx ends; a context without end waits
// for ever. Missing parent directories are made with mode 0700. The lock file
// stays behind: removing it would let two holders in. The error is a *LockError.
func Hold(ctx context.Context, path string) (release func() error, err error) {
	lock := flock.New(path + ".lock")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, &LockError{Path: lock.Path(), Err: err}
	}
	if _, err := lock.TryLockContext(ctx, lockPause); err != nil {
		return nil, &LockError{Path: lock.Path(), Err: err}
	}
	return sync.OnceValue(lock.Unlock), nil
}
