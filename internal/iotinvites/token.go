package iotinvites

import (
	"encoding/json"
	"fmt"
	"io"
)

// Token is a secret that the service gave out. Every way to print or marshal it
// shows a placeholder; Reveal is the only way out.
type Token struct{ value string }

const redacted = "[redacted]"

// Reveal is the token itself, "" when the answer had none.
func (t Token) Reveal() string { return t.value }

// IsZero reports that there is no token.
func (t Token) IsZero() bool { return t.value == "" }

// String is the placeholder.
func (t Token) String() string { return redacted }

// Format is the placeholder under every verb, %#v included.
func (t Token) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// MarshalJSON is the placeholder as a JSON string.
func (t Token) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// UnmarshalJSON reads the token from an answer.
func (t *Token) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &t.value) }
