package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Intend records that the row (from 1) with this key, or a step of it, is about
// to be sent. The caller sends it only if the error is nil: a *WriteError (and
// then nothing more is sent in this run) or a *RepeatedError.
func (j *Journal) Intend(row int, rowKey string, step Step) error {
	step.Answered = false
	return j.intend(row, rowKey, step)
}

// Answered records that a step of the row took effect. The error is a
// *WriteError; the next step is not sent then.
func (j *Journal) Answered(row int, rowKey string, step Step) error {
	step.Answered = true
	return j.intend(row, rowKey, step)
}

func (j *Journal) intend(row int, rowKey string, step Step) error {
	step = step.recordable(rowKey)
	k := DigestOf(j.content.salt, rowKey)
	j.mu.Lock()
	defer j.mu.Unlock()
	known, _ := j.content.states.Get(k)
	goesOn := known.status() == pending && (step.Answered || step.Number > 1)
	if s := known.status(); s == pending && !goesOn || s.Settled() {
		return &RepeatedError{Row: row, Status: s}
	}
	if j.fault != nil {
		return &WriteError{Path: j.path, Row: row, Sent: goesOn, Err: j.fault}
	}
	at := j.content.size
	j.line = appendIntent(j.line[:0], k, row, step)
	if err := j.write(j.line); err != nil {
		return &WriteError{Path: j.path, Row: row, Sent: goesOn, Err: err}
	}
	j.content.set(k, newState(pending, at))
	return nil
}

// Result records what became of the row (from 1) with this key. A row that was
// not sent, because it was so already or a check failed, needs no intent.
// The error is a *WriteError: the outcome stands, but a resumed run will not
// know of it.
func (j *Journal) Result(row int, rowKey string, o Outcome) error {
	k := DigestOf(j.content.salt, rowKey)
	o = o.recordable(rowKey)
	j.mu.Lock()
	defer j.mu.Unlock()
	known, _ := j.content.states.Get(k)
	at := j.content.size
	j.line = appendResult(j.line[:0], k, row, o)
	if err := j.write(j.line); err != nil {
		return &WriteError{Path: j.path, Row: row, Sent: known.status() == pending, Err: err}
	}
	j.content.set(k, newState(o.Status, at))
	return nil
}

// write adds one line by one write. A part of it is taken back, so that the
// next line, when there is space again, does not follow it.
func (j *Journal) write(line []byte) error {
	if j.closed {
		return os.ErrClosed
	}
	if j.torn {
		return j.fault
	}
	written, err := j.file.Write(line)
	if err == nil {
		j.content.size += int64(written)
		j.flusher.Mark()
		return nil
	}
	j.fault = err
	if written > 0 {
		if cut := os.Truncate(j.path, j.content.size); cut != nil {
			j.torn = true
			j.fault = errors.Join(err, cut)
		}
	}
	return j.fault
}

// flush is called by the flusher, beside writes that go on.
func (j *Journal) flush() {
	if err := j.file.Sync(); err != nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.fault = errors.Join(j.fault, err)
	}
}

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
// journals of the directory are kept. The end of a run whose Input said Once is
// remembered beside them. The error of a journal that could not be archived is a
// *CloseError; the run is then still unfinished.
func (j *Journal) Finish() error {
	first, err := j.shut(func() error {
		if j.content.input.Once {
			if err := remember(j.path, j.content.Run, j.content.input.SHA256); err != nil {
				return err
			}
		}
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
	j.flusher.Stop()
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
