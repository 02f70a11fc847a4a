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

// A question says nothing of the thing of a setting that the change is not about:
// another one goes.
func TestWhereNamesNothingElse(t *testing.T) {
	t.Parallel()
	s := &Session{Provider: &Provider{Name: "plant", Scope: func(setting func(string) string) string { return setting("plant.site") }}}
	settings := guarding{"plant.url": "https://plant.example", "plant.site": "north"}
	if got := s.where(settings, nil); got != "\n  in context trial, https://plant.example, north" {
		t.Errorf("%q", got)
	}
	if got := s.where(settings, []string{"site"}); got != "\n  in context trial, https://plant.example" {
		t.Errorf("%q", got)
	}
}

type guarding map[string]string

func (g guarding) Bool(string) bool         { return false }
func (g guarding) Context() string          { return "trial" }
func (g guarding) String(key string) string { return g[key] }
