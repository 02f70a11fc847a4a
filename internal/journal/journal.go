package journal

import (
	"bytes"
	"os"
	"sync"
	"time"
)

// Journal remembers what was sent in one run. Its methods may be called by
// many goroutines. In memory it takes at most 64 bytes for each row.
type Journal struct {
	path    string
	left    time.Time
	release func() error // of the lock

	mu      sync.Mutex
	file    *os.File
	content content
	line    []byte // space for the next one
	fault   error  // why nothing more is sent
	torn    bool   // a part of a line could not be taken back
	closed  bool

	flusher flusher
}

// Path is the journal's file.
func (j *Journal) Path() string { return j.path }

// Left is when the process before this one wrote last; zero if there was none.
func (j *Journal) Left() time.Time { return j.left }

// Counts says what became of the rows of this run, in this process and before.
func (j *Journal) Counts() Counts {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.content.counts
}

// Before gives what is known of the row with this key; attempted is false if
// nothing is. An intent without a result is Unknown. Rows that are settled are
// skipped, before they take a rate token; failed ones are tried again; for an
// unknown one the caller looks, or reports it.
//
// The id is read from the file; it is empty if that fails.
func (j *Journal) Before(rowKey string) (before Outcome, attempted bool) {
	k := DigestOf(j.content.salt, rowKey)
	j.mu.Lock()
	known, ok := j.content.states.Get(k)
	j.mu.Unlock()
	if !ok {
		return Outcome{}, false
	}
	if line, ok := j.lineAt(known.at()); ok {
		if r, ok := parseRecord(line); ok && r.key == k {
			return r.outcome(), true
		}
	}
	return Outcome{Status: known.status().reported()}, true
}

// lineAt reads one line of the file, without its end.
func (j *Journal) lineAt(at int64) ([]byte, bool) {
	for _, size := range []int{256, maxLine} { // ids are short as a rule
		text := make([]byte, size)
		n, _ := j.file.ReadAt(text, at)
		if line, _, whole := bytes.Cut(text[:n], []byte("\n")); whole {
			return line, true
		}
	}
	return nil, false
}
