package terminal

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// fake is a terminal of buffers, with its stderr.
func fake(ends Ends) (*Terminal, *bytes.Buffer) {
	var err bytes.Buffer
	return New(Terminal{
		In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: Share(&err), Ends: ends, Now: time.Now,
		Mask: func(text string) string { return strings.ReplaceAll(text, canary, "[redacted]") }, NoInput: func() string { return "" },
	}), &err
}

// canary is a secret: it may be shown nowhere.
const canary = "canary-7f3e9a"

func TestNotesAndWarnings(t *testing.T) {
	t.Parallel()
	term, err := fake(Ends{})
	for _, text := range []string{"x", "y", "x", ""} {
		term.Warn(text)
		term.With(func(t *Terminal) { t.Leaving = true }).Warn(text)
	}
	term.Note("%s of \x1b[31mthe service", canary)
	term.Quiet = true
	term.Note("z")
	if got := err.String(); got != "warning: x\nwarning: y\nnote: [redacted] of ␛[31mthe service\n" {
		t.Errorf("said %q", got)
	}
}

// Beside a result in JSON every line of stderr is JSON, whatever says it.
func TestNotesInJSON(t *testing.T) {
	t.Parallel()
	term, err := fake(Ends{})
	shared := term.Err.(*Shared)
	shared.AsJSON()
	term.Note("%s <b> \"c\"", canary)
	term.Warn("x")
	for _, text := range []string{"> GET /users\n< 200\n", "{\"error\":{}}\n", "{no JSON\n"} {
		if n, err := io.WriteString(shared, text); n != len(text) || err != nil {
			t.Errorf("%q: %d bytes, %v", text, n, err)
		}
	}
	want := `{"note":"[redacted] <b> \"c\""}` + "\n" + `{"note":"x","warning":true}` + "\n" +
		`{"note":"> GET /users\n< 200"}` + "\n" + `{"error":{}}` + "\n" + `{"note":"{no JSON"}` + "\n"
	if got := err.String(); got != want {
		t.Errorf("said %s", got)
	}
}

// A name that a colleague chose neither steers the terminal nor hides anything,
// wherever it is said.
func TestHostileNamesAreSaidSafely(t *testing.T) {
	t.Parallel()
	const hostile = "ad\u200ba\u202e\x1b[2J\r\u200e\ufeff\u2028\u061c " + canary
	const want = `ad\u200ba\u202e␛[2J␍\u200e\ufeff\u2028\u061c [redacted]`
	for name, say := range map[string]func(*Terminal){
		"a note":     func(t *Terminal) { t.Note("%s", hostile) },
		"a warning":  func(t *Terminal) { t.Warn(hostile) },
		"a question": func(term *Terminal) { _ = term.Confirm(t.Context(), "", "delete "+hostile+"\n  in here") },
		"a line":     func(term *Terminal) { _, _ = term.Line(t.Context(), hostile) },
		"a secret":   func(term *Terminal) { _, _ = term.Secret(t.Context(), hostile) },
		"an asker":   func(term *Terminal) { _, _ = term.Asker(func(...string) {}).Line(t.Context(), "which", hostile) },
		"a choice":   func(term *Terminal) { _, _ = term.Asker(func(...string) {}).Yes(t.Context(), hostile, true) },
		"an advice":  func(term *Terminal) { term.Asker(nil).Say(hostile) },
		"progress": func(term *Terminal) {
			l := &Line{out: Share(term.Err), to: term.Err, mask: term.Mask, columns: func() int { return 200 }}
			l.draw(hostile)
		},
	} {
		term, err := fake(Ends{In: true, Err: true})
		term.Password = func(context.Context) (string, error) { return "", io.EOF }
		say(term)
		if got := err.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
