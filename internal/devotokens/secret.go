package devotokens

import (
	"encoding/json"
	"fmt"
	"io"
)

// Secret is the value of a token. Every way to print or marshal it shows a
// placeholder; Reveal is the only way out.
type Secret struct{ value string }

const redacted = "[redacted]"

// Reveal is the value itself, "" when there is none.
func (s Secret) Reveal() string { return s.value }

// IsZero reports that there is no value.
func (s Secret) IsZero() bool { return s.value == "" }

// String is the placeholder.
func (s Secret) String() string { return redacted }

// Format is the placeholder under every verb, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalJSON is the placeholder as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }
