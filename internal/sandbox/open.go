package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// BusyError says that another process holds the state file.
type BusyError struct {
	Path string
	Wait time.Duration
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("sandbox state %s is in use by another process (waited %s): let it finish, or share one sandbox with `unictl sandbox serve`",
		e.Path, e.Wait)
}

// StateError says that a file cannot be used as a sandbox's state.
type StateError struct {
	Path   string
	Reason string
	Err    error // nil when the file is sound but not for this version
}

func (e *StateError) Error() string {
	return fmt.Sprintf("sandbox state %s %s", e.Path, e.Reason)
}

func (e *StateError) Unwrap() error { return e.Err }

// attempt is how long one try for the file's lock lasts; between tries the
// context is looked at, which bbolt does not do.
const attempt = 60 * time.Millisecond

func openState(ctx context.Context, opt Options) (*bolt.DB, error) {
	if err := os.MkdirAll(filepath.Dir(opt.StatePath), 0o700); err != nil {
		return nil, fmt.Errorf("sandbox state: %w", err)
	}
	deadline := time.Now().Add(opt.Wait)
	for {
		db, err := bolt.Open(opt.StatePath, 0o600, &bolt.Options{
			Timeout: attempt, NoSync: opt.NoSync, FreelistType: bolt.FreelistMapType,
		})
		switch {
		case err == nil:
			return db, nil
		case !errors.Is(err, bolterrors.ErrTimeout):
			return nil, unusable(opt.StatePath, err)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !time.Now().Before(deadline):
			return nil, &BusyError{Path: opt.StatePath, Wait: max(opt.Wait, 0)}
		}
	}
}

func unusable(path string, err error) error {
	if errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrChecksum) || errors.Is(err, bolterrors.ErrVersionMismatch) {
		return &StateError{Path: path, Err: err,
			Reason: "is not a sandbox state or is damaged: remove the file, or name another"}
	}
	return fmt.Errorf("sandbox state: %w", err)
}
