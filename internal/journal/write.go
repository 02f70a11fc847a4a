package journal

import (
	"errors"
	"os"
)

// Intend records that the row (from 1) with this key is about to be sent. The
// caller sends it only if the error is nil: a *WriteError (and then nothing
// more is sent in this run) or a *RepeatedError.
func (j *Journal) Intend(row int, rowKey string) error {
	k := DigestOf(j.content.salt, rowKey)
	j.mu.Lock()
	defer j.mu.Unlock()
	known, _ := j.content.states.Get(k)
	if s := known.status(); s == pending || s.Settled() {
		return &RepeatedError{Row: row, Status: s}
	}
	if j.fault != nil {
		return &WriteError{Path: j.path, Row: row, Err: j.fault}
	}
	at := j.content.size
	j.line = appendIntent(j.line[:0], k, row)
	if err := j.write(j.line); err != nil {
		return &WriteError{Path: j.path, Row: row, Err: err}
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
	o = o.recordable()
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
		j.flusher.dirty.Store(true)
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
