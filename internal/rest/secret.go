package rest

import (
	"fmt"
	"io"
)

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
