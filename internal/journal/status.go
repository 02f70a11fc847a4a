package journal

import (
	"strings"
	"time"
)

// Status is what became of a row.
type Status uint8

// The states of a row. Skipped rows were not started; they are counted and
// reported, but a journal has none.
const (
	Done      Status = iota + 1 // the change was made
	Unchanged                   // nothing was to be changed
	Failed                      // refused, or not sent
	Unknown                     // sent, and no answer came
	Skipped                     // not started

	pending // an intent of this process, its result still to come
)

// reported is the status as others see it.
func (s Status) reported() Status {
	if s == pending {
		return Unknown
	}
	return s
}

// String is the word in reports and journals.
func (s Status) String() string {
	switch s.reported() {
	case Done:
		return "done"
	case Unchanged:
		return "unchanged"
	case Failed:
		return "failed"
	case Unknown:
		return "unknown"
	case Skipped:
		return "skipped"
	}
	return ""
}

// recorded finds the status of a word in a journal.
func recorded(word []byte) (Status, bool) {
	for s := Done; s <= Unknown; s++ {
		if s.String() == string(word) {
			return s, true
		}
	}
	return 0, false
}

// Settled reports whether the row needs nothing more: done or unchanged.
func (s Status) Settled() bool { return s == Done || s == Unchanged }

// Outcome is what is recorded of a row's end.
type Outcome struct {
	Status Status
	// ID is the service's id of what was made or changed, never a secret; it is
	// not recorded if it is longer than 4,096 bytes, or the row's key.
	ID string
	// Code says in one word why a row failed. What is not one word of letters,
	// digits, - and _ is recorded as "other": messages may hold personal data.
	Code string
	// Step is what was sent last of a row that is not settled; of one that failed
	// only where a part of it was carried out, and then ID is what it made.
	Step Step
}

// Step is what is about to be sent of a row, or was answered.
type Step struct {
	Number   int       // of several, from 1; 0: the change has one
	Answered bool      // and it took effect
	At       time.Time // to the second; zero: not recorded
	ID       string    // of the thing acted on, as it was found; never a secret
	Made     string    // the id of what an earlier step made; "" = nothing, or it is not known
}

// maxID bounds a line, so that a reader can bound its buffer.
const maxID = 4096

// recordable gives the outcome of the row with this key as it may be written.
func (o Outcome) recordable(rowKey string) Outcome {
	o.ID, o.Step = recordableID(o.ID, rowKey), o.Step.recordable(rowKey)
	if !isWord(o.Code) {
		o.Code = "other"
	}
	return o
}

func (s Step) recordable(rowKey string) Step {
	s.ID, s.Made = recordableID(s.ID, rowKey), recordableID(s.Made, rowKey)
	return s
}

// recordableID is an id as it may be written; "" = not at all. What is the row's
// key, such as the address of a person or the key of a licence, stands in the file
// of rows: the journal has its digest alone.
func recordableID(id, rowKey string) string {
	if len(id) > maxID || id == rowKey || strings.Contains(id, "@") && strings.EqualFold(id, rowKey) {
		return ""
	}
	return id
}

func isWord(text string) bool {
	for _, c := range []byte(text) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return len(text) <= 64
}

// Counts are the rows of a journal by what became of them.
type Counts struct {
	Done, Unchanged, Failed, Unknown int
}

// Attempted is the number of rows that have a result or an intent.
func (c Counts) Attempted() int { return c.Done + c.Unchanged + c.Failed + c.Unknown }

// add moves a row from one status to another; 0 is none.
func (c *Counts) add(from, to Status) {
	if at := c.of(from); at != nil {
		*at--
	}
	if at := c.of(to); at != nil {
		*at++
	}
}

func (c *Counts) of(s Status) *int {
	switch s.reported() {
	case Done:
		return &c.Done
	case Unchanged:
		return &c.Unchanged
	case Failed:
		return &c.Failed
	case Unknown:
		return &c.Unknown
	}
	return nil
}
