package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// keptFinished is how many journals of finished runs stay in a directory.
const keptFinished = 20

// Close ends the use of the journal and leaves the run unfinished, to be
// resumed. All lines are on disk when it returns nil, else it is a
// *CloseError. It does nothing after Finish or another Close.
func (j *Journal) Close() error {
	_, err := j.shut(func() error { return nil })
	return err
}

// Finish says that the run is over: its journal is archived, so that the same
// command begins anew and decides from the live state. The newest 20 archived
// journals of the directory are kept. The error of a journal that could not be
// archived is a *CloseError; the run is then still unfinished.
func (j *Journal) Finish() error {
	first, err := j.shut(func() error {
		return os.Rename(j.path, asidePath(j.path, time.Now(), finishedEnding))
	})
	if first && err == nil {
		err = prune(filepath.Dir(j.path))
	}
	return err
}

// shut brings all to disk, closes the file, lets last run, and gives up the lock.
func (j *Journal) shut(last func() error) (first bool, err error) {
	j.mu.Lock()
	first = !j.closed
	j.closed = true
	j.mu.Unlock()
	if !first {
		return false, nil
	}
	j.flusher.stop()
	err = errors.Join(j.file.Sync(), j.file.Close())
	if err == nil {
		err = last()
	}
	if err != nil {
		err = &CloseError{Path: j.path, Err: err}
	}
	return true, errors.Join(err, j.release())
}

// prune removes the oldest finished journals.
func prune(dir string) error {
	found, err := files(dir, finishedEnding)
	if err != nil || len(found) <= keptFinished {
		return err
	}
	slices.SortFunc(found, func(a, b string) int {
		first, _ := stamp(a)
		second, _ := stamp(b)
		return second.Compare(first)
	})
	for _, path := range found[keptFinished:] {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}
