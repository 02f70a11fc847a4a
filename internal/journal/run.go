package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"time"
)

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

// Input is the state of the rows when a run begins or is resumed.
type Input struct {
	Rows   int    // 0: not known
	SHA256 string // of the file, in hexadecimal
}

// The endings of the files in a journal directory.
const (
	unfinishedEnding = ".journal"
	finishedEnding   = ".done"
	abandonedEnding  = ".abandoned"
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
