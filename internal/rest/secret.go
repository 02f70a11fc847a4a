package rest

import (
	"encoding/json"
	"fmt"
	"io"
)

// Secret is a secret that a service gave out: a token or the value of one.
// Every way to print or marshal it shows a placeholder; Reveal is the only way
// out.
type Secret struct{ value string }

// NewSecret is text as a Secret.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal is the secret itself, "" when there is none.
func (s Secret) Reveal() string { return s.value }

// IsZero reports that there is none.
func (s Secret) IsZero() bool { return s.value == "" }

// String is the placeholder.
func (s Secret) String() string { return redacted }

// Format is the placeholder under every verb, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalJSON is the placeholder as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// UnmarshalJSON reads the secret from an answer.
func (s *Secret) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &s.value) }
