// Package secret finds credentials, keeps them in a file of their own, and
// caches the tokens that are obtained by signing in.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

const redacted = "[redacted]"

// Value is a secret that does not show itself: every way of printing,
// marshalling or logging it gives "[redacted]". Its text comes from Reveal
// alone. The zero Value is empty.
type Value struct {
	// A function, since fmt prints unexported fields of a surrounding struct
	// without asking their methods.
	reveal func() string
	origin string
}

// NewValue makes a Value of a text as it is. The origin says where it comes
// from, for messages.
func NewValue(text, origin string) Value {
	return Value{reveal: func() string { return text }, origin: origin}
}

// Reveal gives the secret itself.
func (v Value) Reveal() string {
	if v.reveal == nil {
		return ""
	}
	return v.reveal()
}

// Origin tells where the secret was found: "UNICTL_IXON_TOKEN", or
// "secrets file /home/ada/.config/unictl/secrets.yaml".
func (v Value) Origin() string { return v.origin }

// String gives "[redacted]".
func (v Value) String() string { return redacted }

// GoString gives "[redacted]".
func (v Value) GoString() string { return redacted }

// Format writes "[redacted]" for every verb.
func (v Value) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, redacted) }

// MarshalText gives "[redacted]".
func (v Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON gives "[redacted]".
func (v Value) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalYAML gives "[redacted]".
func (v Value) MarshalYAML() (any, error) { return redacted, nil }

// LogValue gives "[redacted]".
func (v Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// InvalidError says that a secret was found but cannot be used. It does not
// repeat the secret.
type InvalidError struct {
	Origin string
	Reason string
}

func (e *InvalidError) Error() string { return e.Origin + ": the secret " + e.Reason }

// exitCredential is the exit code of a credential that is there and cannot be
// used; docs/reference/exit-codes.md has all codes.
const exitCredential = 4

// ExitCode is that of an unusable credential.
func (*InvalidError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (*InvalidError) Hint() string { return "set it again, as one line of plain text" }

// accept makes a Value of a text as people and tools leave it: one line break
// at the end is dropped, and an empty text is no secret.
func accept(text, origin string) (Value, bool, error) {
	if rest, ok := strings.CutSuffix(text, "\n"); ok {
		text = strings.TrimSuffix(rest, "\r")
	}
	if text == "" {
		return Value{}, false, nil
	}
	if err := checkText(text); err != nil {
		return Value{}, false, &InvalidError{Origin: origin, Reason: err.Error()}
	}
	return NewValue(text, origin), true, nil
}

// checkText refuses what would break out of a header or a line.
func checkText(text string) error {
	switch {
	case !utf8.ValidString(text):
		return errors.New("is not valid UTF-8")
	case strings.ContainsFunc(text, unicode.IsControl):
		return errors.New("contains a line break or another control character; it must be one line")
	default:
		return nil
	}
}
