package terminal

import (
	"bytes"
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
