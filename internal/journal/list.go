package journal

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"unictl/internal/atomicfile"
)

// Stage is how far the run of a journal is.
type Stage string

// The stages of a run.
const (
	Running    Stage = "running"    // a process has it open
	Unfinished Stage = "unfinished" // to be resumed
	Finished   Stage = "finished"   // archived
	Abandoned  Stage = "abandoned"  // put aside by Restart
)

// Summary is one journal of a directory.
type Summary struct {
	Path    string
	Stage   Stage
	Run     Run
	Started time.Time
	// Ended is when it was finished or put aside; of an unfinished run, when
	// it was last written to.
	Ended time.Time
	Total int // rows of the input when it was last read; 0: not known
	Counts
	// Err is why the journal cannot be read, as Open would say it; Run,
	// Started, Total and Counts are then empty.
	Err error
}

// List gives the journals of a directory, the last one begun first. A
// directory that does not exist has none.
func List(dir string) ([]Summary, error) {
	found, err := files(dir, unfinishedEnding, finishedEnding, abandonedEnding)
	if err != nil {
		return nil, err
	}
	list := make([]Summary, 0, len(found))
	for _, path := range found {
		if s, there := summarize(path); there {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Summary) int { return b.Started.Compare(a.Started) })
	return list, nil
}

// summarize reads one journal; it is not there if its run ended meanwhile.
func summarize(path string) (s Summary, there bool) {
	s.Path, s.Stage = path, stage(path)
	if info, err := os.Stat(path); err == nil {
		s.Ended = info.ModTime().UTC()
	}
	if at, ok := stamp(path); ok {
		s.Ended = at
	}
	c, err := load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, false
	}
	if err != nil {
		s.Err = err
		return s, true
	}
	s.Run, s.Started, s.Total, s.Counts = c.Run, c.Created, c.input.Rows, c.counts
	return s, true
}

func stage(path string) Stage {
	switch filepath.Ext(path) {
	case finishedEnding:
		return Finished
	case abandonedEnding:
		return Abandoned
	}
	if running(path) {
		return Running
	}
	return Unfinished
}

// running tries the lock for less time than others wait for it.
func running(path string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait/5)
	defer cancel()
	err := atomicfile.Locked(ctx, path, func() error { return nil })
	lock, ok := errors.AsType[*atomicfile.LockError](err)
	return ok && lock.Held()
}

// files gives the paths in dir with one of the endings, in order of name.
func files(dir string, endings ...string) (paths []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		name := entry.Name()
		if slices.Contains(endings, filepath.Ext(name)) && !strings.HasPrefix(name, ".") && entry.Type().IsRegular() {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	return paths, err
}

// Row is a row as its journal knows it.
type Row struct {
	Row int    // in the input, from 1, when it was last attempted
	Key string // the digest of its key, in hexadecimal
	Outcome
}

// Show gives the rows of the journal at path with their newest outcome, in the
// order in which those were recorded. Errors come last: *VersionError,
// *CorruptError, or the operating system's.
func Show(path string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		c, err := load(path)
		if err != nil {
			yield(Row{}, err)
			return
		}
		more := true
		_, _, err = lines(path, func(line []byte, at int64) bool {
			body, _ := cutSum(line)
			r, ok := parseRecord(body)
			if !ok || !more {
				return true
			}
			if newest, _ := c.states.Get(r.key); newest.at() == at {
				more = yield(Row{Row: r.row, Key: r.key.String(), Outcome: r.outcome()}, nil)
			}
			return true
		})
		if c.torn != nil && more {
			more = yield(Row{Row: c.torn.row, Key: c.torn.key.String(), Outcome: c.torn.outcome()}, nil)
		}
		if err != nil && more {
			yield(Row{}, err)
		}
	}
}

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
