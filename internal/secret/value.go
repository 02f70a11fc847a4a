// Package secret finds credentials, keeps them in a file of their own, and
// caches the tokens that are obtained by signing in.
package secret

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"unictl/internal/rest"
)

// Value is a secret and where it comes from.
type Value struct {
	rest.Secret
	origin string
}

// NewValue makes a Value of a text as it is. The origin says where it comes
// from, for messages.
func NewValue(text, origin string) Value { return Value{rest.NewSecret(text), origin} }

// Origin tells where the secret was found: "UNICTL_IXON_TOKEN", or
// "secrets file /home/ada/.config/unictl/secrets.yaml".
func (v Value) Origin() string { return v.origin }

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
