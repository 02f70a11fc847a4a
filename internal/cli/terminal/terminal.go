// Package terminal talks with the person: it asks where somebody can answer,
// says notes and warnings, and shows how long work goes. Results are not its
// business: they go to Out as they are.
package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Ends says which streams are terminals.
type Ends struct {
	In, Out, Err bool
	Width        int // columns of the terminal on stdout, 0 = unknown
}

// Terminal is the streams of one run and what is known of them.
type Terminal struct {
	In       io.Reader
	Out, Err io.Writer
	Ends     Ends
	// Password reads a line from the terminal without echo.
	Password func(context.Context) (string, error)
	Now      func() time.Time
	Mask     func(string) string // hides known secrets
	Kind     string              // TERM
	Quiet    bool                // notes are dropped
	Debug    bool                // a trace is written: no line can be redrawn
	// NoInput says why nobody may be asked although somebody is there; "" = they
	// may be.
	NoInput func() string
	// Leaving is what the end of the input means where something is typed: true =
	// the person wants nothing of it.
	Leaving bool

	said *once
}

// New is a Terminal in which every warning is said once.
func New(t Terminal) *Terminal {
	t.said = &once{}
	return &t
}

// With is the same terminal in other circumstances: what was said is said.
func (t *Terminal) With(change func(*Terminal)) *Terminal {
	other := *t
	change(&other)
	return &other
}

// Note tells the person something that is not the result; --quiet drops it.
func (t *Terminal) Note(format string, args ...any) {
	if !t.Quiet {
		t.say("note", fmt.Sprintf(format, args...))
	}
}

// Warn tells the person something that needs attention, once; many workers may
// call it. "" is nothing.
func (t *Terminal) Warn(text string) {
	if text != "" && t.said.first(text) {
		t.say("warning", text)
	}
}

func (t *Terminal) say(label, text string) {
	_, _ = io.WriteString(t.Err, label+": "+t.shown(text)+"\n")
}

// shown is a text as a terminal may see it: no secret, no control characters.
func (t *Terminal) shown(text string) string { return output.Sanitize(t.Mask(text)) }

// CanAsk reports that both ends of a question are a person's.
func (t *Terminal) CanAsk() bool { return t.Ends.In && t.Ends.Err && t.NoInput() == "" }

// NobodyToAsk is the error for a question that nobody can be asked.
func (t *Terminal) NobodyToAsk() error {
	why := "there is no terminal to ask"
	if t.Ends.In && t.Ends.Err {
		why = t.NoInput() + " forbids asking"
	}
	return &fault.UsageError{Message: "this needs a confirmation, and " + why, Hint: "add --yes"}
}

// Shared is a writer that several goroutines write whole lines to: notes of the
// verb, the trace, warnings of workers.
type Shared struct {
	mu    sync.Mutex
	w     io.Writer
	lines bool // of JSON
}

// Share makes w one that goroutines can share.
func Share(w io.Writer) *Shared { return &Shared{w: w} }

func (s *Shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lines {
		_, err := s.w.Write(jsonLine(p))
		return len(p), err
	}
	return s.w.Write(p)
}

// AsJSON makes every write a line of JSON, for programs that read the result as
// JSON and this beside it: what is JSON already stays, and the rest is a note.
func (s *Shared) AsJSON() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = true
}

// jsonLine is a text as {"note":…}; a warning says that it is one.
func jsonLine(p []byte) []byte {
	if bytes.HasPrefix(p, []byte("{")) && json.Valid(p) {
		return p
	}
	var line struct {
		Note    string `json:"note"`
		Warning bool   `json:"warning,omitempty"`
	}
	line.Note, line.Warning = strings.CutPrefix(strings.TrimRight(string(p), "\n"), "warning: ")
	line.Note = strings.TrimPrefix(line.Note, "note: ")
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(line) // two plain members
	return text.Bytes()
}

// once tells what was said before.
type once struct {
	mu   sync.Mutex
	said map[string]bool
}

func (o *once) first(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.said[text] {
		return false
	}
	if o.said == nil {
		o.said = map[string]bool{}
	}
	o.said[text] = true
	return true
}

// Heard runs what may wait for somebody else: a pipe, or standard input. Ctrl-C
// ends the waiting for it.
func Heard(ctx context.Context, wait func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- wait() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
