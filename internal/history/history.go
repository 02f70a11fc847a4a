// Package history is the record of every write that the tool sends: who sent
// what, where, to whom, and what became of it.
//
// # The file
//
// It is a file of JSON lines, 0600 in a directory that is 0700. The first line is
// the header; then each write has a line before it is sent, and one after it:
//
//	{"seq":0,"event":"begin","history":1,"at":"2026-11-30T10:00:00Z","hash":"…"}
//	{"seq":1,"event":"sent","at":"…","who":"ada@desk","context":"prod","provider":"ixon","verb":"ixon users invite",
//	 "target":"bob@example.com","call":"InviteCreate","method":"POST","url":"https://…","justification":"HR-12","hash":"…"}
//	{"seq":2,"event":"done","of":1,"at":"…",…the same…,"id":"Vb3k9","hash":"…"}
//
// A write without a second line was sent by a process that ended before it had an
// answer: its outcome is unknown.
//
// # The chain
//
// The hash of a line is the SHA-256 of the hash of the line before it and of the
// line itself as far as its hash. So a line that is changed, put in, or taken out
// breaks the chain. The end of the file is not protected by what follows: beside
// it lies a checkpoint with the number and the hash of the last line, and an
// anchor with the same content can be kept on another machine.
//
// # What can be lost
//
// Each line is one write to the file, finished before the call begins: a process
// that is killed loses nothing. Lines reach the disk in groups, every 100 ms and
// at the end, as those of journals do: a power cut can cost the last tenth of a
// second. What a line was torn at is taken back by the next write. A file that is
// shorter than its checkpoint says is gone on with, and a line says so.
package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"
)

// Event is what a line tells of.
type Event string

// The events of a record.
const (
	Begin   Event = "begin"   // the first line
	Sent    Event = "sent"    // about to be sent
	Done    Event = "done"    // it took effect
	Failed  Event = "failed"  // it was refused, or never sent
	Unknown Event = "unknown" // sent, and no answer tells what it did
	Gap     Event = "gap"     // lines are missing that the checkpoint knows of
	Pruned  Event = "pruned"  // stands for lines that were removed
	Seal    Event = "seal"    // repeats, at the end of the chain, what such a line says
)

// Outcome reports an event that ends a write.
func (e Event) Outcome() bool { return e == Done || e == Failed || e == Unknown }

// version is that of the form of the file.
const version = 1

// Entry is one line. Texts hold addresses and names, and no secrets: the caller
// masks them.
type Entry struct {
	Seq     int64     `json:"seq"` // 0 is the header
	Event   Event     `json:"event"`
	History int       `json:"history,omitempty"` // the version, in the header alone
	Of      int64     `json:"of,omitempty"`      // the line before it was sent, in the one after it
	At      time.Time `json:"at"`
	Write
	// Missing is of a gap, Summary of what was pruned.
	Missing *Range `json:"missing,omitempty"`
	Summary *Range `json:"summary,omitempty"`
}

// Write is a write in words.
type Write struct {
	Who           string `json:"who,omitempty"` // user@host of the system
	Run           string `json:"run,omitempty"` // of a CI, its address if it has one
	Context       string `json:"context,omitempty"`
	Provider      string `json:"provider,omitempty"`
	Verb          string `json:"verb,omitempty"`   // "ixon users invite"
	Target        string `json:"target,omitempty"` // as the command names it
	ID            string `json:"id,omitempty"`
	Call          string `json:"call,omitempty"` // the provider's name of the operation
	Method        string `json:"method,omitempty"`
	URL           string `json:"url,omitempty"` // redacted
	RequestID     string `json:"request_id,omitempty"`
	Reason        string `json:"reason,omitempty"` // why it failed, or is unknown
	Justification string `json:"justification,omitempty"`
}

// Range is a run of lines, both ends included.
type Range struct {
	Count     int64     `json:"count"`
	From      int64     `json:"from"`
	To        int64     `json:"to"`
	FirstHash string    `json:"first_hash,omitempty"`
	LastHash  string    `json:"last_hash,omitempty"`
	FirstAt   time.Time `json:"first_at,omitzero"`
	LastAt    time.Time `json:"last_at,omitzero"`

	lines, summaries int // that were counted
}

// Head is a place in the chain: that of the last line, as a checkpoint or an
// anchor keeps it.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
	Size int64  `json:"size,omitempty"` // of the file, in bytes; an anchor needs none
}

// The names of the files in the directory of a history.
const (
	fileName       = "history.jsonl"
	checkpointName = "history.head"
)

// Path is the file of a history in its directory.
func Path(dir string) string { return filepath.Join(dir, fileName) }

// hashMark stands between what is hashed and the hash.
const hashMark = `,"hash":"`

// ending is what follows the hash of a line.
const ending = "\"}\n"

// hashSize is the length of a hash in the file.
const hashSize = 2 * sha256.Size

// maxLine is the longest line, in bytes: what is longer is no record.
const maxLine = 1 << 16

// sealed is the entry as a line that follows prev, and its hash.
func (e *Entry) sealed(prev string) (line []byte, hash string, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, "", err
	}
	body = body[:len(body)-1]
	hash = chained(prev, body)
	line = append(append(append(body, hashMark...), hash...), ending...)
	if len(line) > maxLine {
		return nil, "", fmt.Errorf("a line of %d bytes is too long for the history", len(line))
	}
	return line, hash, nil
}

// chained is the hash of a line without its own.
func chained(prev string, body []byte) string {
	sum := sha256.New()
	sum.Write([]byte(prev))
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil))
}

// cut takes a line, with its end, apart. It is not whole where ok is false.
func cut(line []byte) (body []byte, hash string, ok bool) {
	rest, whole := bytes.CutSuffix(line, []byte(ending))
	at := len(rest) - hashSize - len(hashMark)
	if !whole || at <= 0 || !bytes.Equal(rest[at:at+len(hashMark)], []byte(hashMark)) {
		return nil, "", false
	}
	return rest[:at], string(rest[len(rest)-hashSize:]), true
}

// parse reads the part of a line that is hashed.
func parse(body []byte) (Entry, error) {
	var e Entry
	err := json.Unmarshal(append(body[:len(body):len(body)], '}'), &e)
	return e, err
}

// Folder is where a history lies below the directory of the tool's state.
func Folder(state string) string { return filepath.Join(state, "history") }
