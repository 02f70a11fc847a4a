package session

import (
	"strings"
	"testing"
)

// What is longer than it may be is refused, and not cut.
func TestBounded(t *testing.T) {
	t.Parallel()
	if text, err := bounded(strings.NewReader("four"), "x", 4); string(text) != "four" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if text, err := bounded(strings.NewReader("four"), "x", 3); err == nil || err.Error() != "x is longer than 3 B" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAClientOfAnotherKindIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := ClientAs[string](7); err == nil {
		t.Error("no error")
	}
	if client, err := ClientAs[string]("x"); client != "x" || err != nil {
		t.Errorf("%q, %v", client, err)
	}
}
