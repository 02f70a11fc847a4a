package rest

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"unictl/internal/document"
)

const redacted = "[redacted]"

// Secrets holds the values that must not be shown. It is a second net under
// the allow-lists: a server may echo a credential anywhere. The zero value is
// ready; it is safe for many goroutines.
type Secrets struct {
	mu      sync.RWMutex
	values  []string // with their encodings, longest first
	replace *strings.Replacer
}

// Add remembers values; those of fewer than four characters would mask
// ordinary text and are left out.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := len(s.values)
	for _, v := range values {
		for _, form := range forms(v) {
			if len(form) >= 4 && !slices.Contains(s.values, form) {
				s.values = append(s.values, form)
			}
		}
	}
	if len(s.values) == known {
		return
	}
	// A secret may begin with another one: the longer is looked for first.
	slices.SortStableFunc(s.values, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(s.values))
	for _, v := range s.values {
		pairs = append(pairs, v, redacted)
	}
	s.replace = strings.NewReplacer(pairs...)
}

// forms are the ways in which a value appears in bodies, URLs and excerpts.
func forms(value string) []string {
	var all []string
	for _, v := range []string{value, strings.TrimSpace(value), strings.Join(strings.Fields(value), " ")} {
		all = append(all, v, url.QueryEscape(v), url.PathEscape(v), html.EscapeString(v), inner(strconv.Quote(v)))
		if quoted, err := Body(v); err == nil {
			all = append(all, inner(string(quoted)))
		}
		if quoted, err := json.Marshal(v); err == nil {
			all = append(all, inner(string(quoted)))
		}
	}
	return all
}

func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// Mask replaces every known value in text.
func (s *Secrets) Mask(text string) string {
	if s == nil {
		return text
	}
	s.mu.RLock()
	replace := s.replace
	s.mu.RUnlock()
	if replace == nil {
		return text
	}
	return replace.Replace(text)
}

// MaskForeign is Mask for a part of an answer, or of what a program wrote, that is
// shown to a person: what looks like a secret is hidden as well.
func (s *Secrets) MaskForeign(text string) string {
	return document.MaskText(s.Mask(text))
}

func (s *Secrets) longestValue() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.values) == 0 {
		return 0
	}
	return len(s.values[0])
}

// Secret is a text that does not show itself: printed, marshalled or logged it
// is a placeholder. Reveal is the only way out. The zero Secret is none.
type Secret struct {
	// A function, since fmt prints unexported fields of a surrounding struct
	// without asking their methods.
	reveal func() string
}

// NewSecret is text as a Secret.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// Reveal is the secret itself, "" when there is none.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports that there is none.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// String is the placeholder.
func (s Secret) String() string { return redacted }

// Format is the placeholder under every verb, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText is the placeholder, in JSON, YAML and logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText reads the secret from an answer.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
