package journal

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"unictl/internal/atomicfile"
)

// CleanOptions say which journals go.
type CleanOptions struct {
	// OlderThan keeps those that ended, or were last written to, more recently.
	OlderThan time.Duration
	// Unfinished removes also journals that could be resumed.
	Unfinished bool
}

// Clean removes the journals of finished and abandoned runs from dir, and gives
// the paths of those that are gone. A journal that is in use is never removed.
// Lock files stay: without them two processes could hold one lock.
func Clean(dir string, o CleanOptions) (removed []string, err error) {
	found, err := files(dir, unfinishedEnding, finishedEnding, abandonedEnding)
	if err != nil {
		return nil, err
	}
	for _, path := range found {
		gone, fault := cleanOne(path, o)
		if gone {
			removed = append(removed, path)
		}
		err = errors.Join(err, fault)
	}
	return removed, err
}

func cleanOne(path string, o CleanOptions) (gone bool, err error) {
	if _, over := stamp(path); over {
		return removeOld(path, o)
	}
	if !o.Unfinished {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockWait/5)
	defer cancel()
	err = atomicfile.Locked(ctx, path, func() (err error) {
		gone, err = removeOld(path, o)
		return err
	})
	if lock, ok := errors.AsType[*atomicfile.LockError](err); ok && lock.Held() {
		return false, nil
	}
	return gone, err
}

func removeOld(path string, o CleanOptions) (gone bool, err error) {
	ended, over := stamp(path)
	if !over {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil // its run ended meanwhile
		}
		if err != nil {
			return false, err
		}
		ended = info.ModTime()
	}
	if time.Since(ended) < o.OlderThan {
		return false, nil
	}
	err = os.Remove(path)
	return err == nil, err
}
