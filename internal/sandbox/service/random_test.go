package service

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestRandom(t *testing.T) {
	r := NewRandom(rand.NewChaCha8([32]byte{1}))
	for what, got := range map[string]string{
		`^[0-9A-Za-z]{12}$`: r.Secret(12),
		`^[0-9]{20}$`:       r.Text(20, "0123456789"),
		`^[0-9a-f]{16}$`:    r.Hex(8),
		`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`: r.UUID(),
		`^([bdfgklmnprstvz][aeiou]){4}$`:                                        Word(r.Below),
	} {
		if !regexp.MustCompile(what).MatchString(got) {
			t.Errorf("%q does not match %s", got, what)
		}
	}
	seen := r.Text(2000, Letters)
	for _, l := range Letters {
		if !strings.ContainsRune(seen, l) {
			t.Errorf("%c never comes up", l)
		}
	}
	if NewRandom(r) != r {
		t.Error("a Random is read through another one")
	}
}

func TestRandomWithoutSource(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a source that failed made an id")
		}
	}()
	NewRandom(strings.NewReader("short")).UUID()
}
