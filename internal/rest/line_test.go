package rest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"two\r\n lines\t": "two lines", "a\x1b[31mred": "a[31mred", "bad\xff": "bad?", "\u202eb": "b",
		strings.Repeat("ß", 301): strings.Repeat("ß", 300) + "…",
	} {
		if got := Line(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A secret shows itself in no way but one.
func TestSecretHidesItself(t *testing.T) {
	t.Parallel()
	var read struct{ Token Secret }
	if err := json.Unmarshal([]byte(`{"token":"c4n4ry"}`), &read); err != nil || read.Token.Reveal() != "c4n4ry" || read.Token.IsZero() {
		t.Fatalf("read %q, %v", read.Token.Reveal(), err)
	}
	written, err := json.Marshal(read)
	shown := fmt.Sprintf("%s %v %+v %#v %q %s", read.Token, read, read, read, read.Token, written)
	if err != nil || strings.Contains(shown, "c4n4ry") || !strings.Contains(shown, redacted) {
		t.Errorf("%s, %v", shown, err)
	}
}
