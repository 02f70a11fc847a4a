// Package journal is the memory of a run over many rows: what was sent, and
// what became of it.
//
// # The journal
//
// A journal is a file of JSON lines, 0600 in a directory that is 0700. The first
// line is the header; then each row has an intent, written before its call, and
// a result, written after it:
//
//	{"journal":2,"run":{"context":"prod","provider":"ixon","verb":"users invite","input":"/home/ada/people.csv"},
//	 "created":"2026-11-22T10:00:00Z","rows":200,"sha256":"…","salt":"…","limit":60000,
//	 "boot":"…","up":86400000,"crc":"…"}
//	{"intent":"6f1e…","row":1,"id":"Gq2mX","crc":"…"}
//	{"result":"6f1e…","row":1,"status":"done","id":"Vb3k9","crc":"…"}
//	{"resumed":"2026-11-22T10:05:00Z","rows":201,"sha256":"…","limit":60000,
//	 "boot":"…","up":86700000,"crc":"…"}
//
// The id of an intent is that of the thing acted on, as it was found. A change of
// several steps has an intent for each, and a line for each that was answered,
// with the id of what was made by then, if anything was:
//
//	{"intent":"6f1e…","row":1,"step":1,"at":1795341600,"id":"Gq2mX","crc":"…"}
//	{"answered":"6f1e…","row":1,"step":1,"at":1795341601,"made":"Vb3k9","id":"Gq2mX","crc":"…"}
//
// The first and the last of these lines say, where the system does, since when the
// machine runs: its clock may be set, and calls of an earlier process are waited
// for.
//
// Each line ends with the CRC-32C of what stands before it. A line that is not as
// it was written makes the journal one that is refused.
//
// A row is known by its key, of which 128 bits of a salted SHA-256 are kept: the
// file holds no addresses, no secrets and no messages of a service, and a sorted
// or extended input is resumed correctly.
//
// # What can be lost
//
// Each line is one write to the file, finished before the call begins. So a
// process that is killed loses nothing: an intent without a result is a row
// whose outcome is unknown, and at most as many rows as there are workers are
// in that state. Lines reach the disk in groups, every 100 ms and at the end. A
// power cut or a crash of the system can therefore cost the lines of the last
// tenth of a second (longer if the disk is slow to sync): the rows sent in it
// look as if they had never been sent, and a resumed run sends them again
// unless the verb can look them up first.
package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"unictl/internal/atomicfile"
)

// Journal remembers what was sent in one run. Its methods may be called by
// many goroutines. In memory it takes at most 64 bytes for each row.
type Journal struct {
	path    string
	quiet   time.Time
	release func() error // of the lock

	mu      sync.Mutex
	file    *os.File
	content content
	line    []byte // space for the next one
	fault   error  // why nothing more is sent
	torn    bool   // a part of a line could not be taken back
	closed  bool

	flusher atomicfile.Flusher
}

// Quiet is when no call of an earlier process can be on its way any more: until
// then, what is not there may yet come. It is zero if there was no such process.
func (j *Journal) Quiet() time.Time { return j.quiet }

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
		body, _ := cutSum(line) // which was looked at when the file was read
		if r, ok := parseRecord(body); ok && r.key == k {
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

// Run is what a journal is known by: the same run again finds its journal.
type Run struct {
	Context  string `json:"context"`
	Provider string `json:"provider"`
	Verb     string `json:"verb"` // "users invite"
	// Input is the absolute path of the rows, or "-" and the SHA-256 of what
	// came on standard input.
	Input string `json:"input"`
	Shard string `json:"shard,omitempty"` // "2/8", or empty
}

// String names the run in messages.
func (r Run) String() string {
	text := r.Provider + " " + r.Verb + " from " + r.Input + " in context " + r.Context
	if r.Shard != "" {
		text += ", shard " + r.Shard
	}
	return text
}

// hash is the run's part of a file name: 64 bits in hexadecimal.
func (r Run) hash() string {
	fields := []string{r.Context, r.Provider, r.Verb, r.Input, r.Shard}
	sum := sha256.Sum256([]byte(strings.Join(fields, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Input is what a process that begins or resumes a run brings.
type Input struct {
	Rows   int    // 0: not known
	SHA256 string // of the file, in hexadecimal
	// Limit is how long a call of this process may take; 0: there is no limit.
	Limit time.Duration
	// Once says that the rows must not be carried out a second time: a run that was
	// finished is refused, and its end is remembered as long as the directory.
	Once bool
}

// milliseconds is the limit of a call as a journal keeps it.
func (in Input) milliseconds() int64 { return limitOf(in.Limit.Milliseconds()).Milliseconds() }

// limitOf is a limit that a journal keeps.
func limitOf(milliseconds int64) time.Duration {
	if milliseconds <= 0 {
		return unlimited
	}
	return time.Duration(milliseconds) * time.Millisecond
}

// The endings of the files in a journal directory.
const (
	unfinishedEnding = ".journal"
	finishedEnding   = ".done"
	abandonedEnding  = ".abandoned"
	recordEnding     = ".once" // of what must not be carried out again
)

// stampLayout sorts by time as text.
const stampLayout = "20060102T150405.000000000Z"

func journalPath(dir string, r Run) string {
	return filepath.Join(dir, r.hash()+unfinishedEnding)
}

// asidePath is where the journal at path goes when its run is over.
func asidePath(path string, at time.Time, ending string) string {
	return strings.TrimSuffix(path, unfinishedEnding) + "-" + at.UTC().Format(stampLayout) + ending
}

// stamp gives the time in the name of a finished or abandoned journal.
func stamp(path string) (time.Time, bool) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	_, text, found := strings.Cut(name, "-")
	at, err := time.Parse(stampLayout, text)
	return at, found && err == nil
}
