// Package secret finds credentials, keeps them in a file of their own, and
// caches the tokens that are obtained by signing in.
package secret

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"unictl/internal/rest"
)

// Value is a secret and where it comes from.
type Value struct {
	rest.Secret
	origin string
	place  string
}

// NewValue makes a Value of a text as it is. The origin says where it comes
// from, for messages.
func NewValue(text, origin string) Value { return Value{Secret: rest.NewSecret(text), origin: origin} }

// Origin tells where the secret was found: "UNICTL_IXON_TOKEN", or
// "secrets file /home/ada/.config/unictl/secrets.yaml".
func (v Value) Origin() string { return v.origin }

// Place is the base URL that a kept secret was kept for; "" where it was not
// kept, or where nobody said for what.
func (v Value) Place() string { return v.place }

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

// accept makes a Value of a text as people and tools leave it: a byte order mark
// in front and one line break at the end are dropped, and an empty text is no
// secret. The name says what form it has: "token", "password"; "" = any, as of
// what is kept already.
func accept(text, name, origin string) (Value, bool, error) {
	text = strings.TrimPrefix(text, byteOrderMark)
	if rest, ok := strings.CutSuffix(text, "\n"); ok {
		text = rest
	}
	text = strings.TrimSuffix(text, "\r")
	if name == "otp" {
		text = digits(text)
	}
	if text == "" {
		return Value{}, false, nil
	}
	err := checkText(text)
	if err == nil && slices.Contains(strings.Fields(wordNames), name) {
		err = checkWord(text)
	}
	if err != nil {
		return Value{}, false, &InvalidError{Origin: origin, Reason: err.Error()}
	}
	return NewValue(text, origin), true, nil
}

// digits is a one-time code as its authenticator shows it, "123 456", without the
// blanks and dashes between its digits. Any other text stays as it is.
func digits(text string) string {
	var code strings.Builder
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			code.WriteRune(r)
		case r == '-' || r == '\u2010' || r == '\u2011' || r == '\u2013' || unicode.IsSpace(r) && !unicode.IsControl(r):
		default:
			return text
		}
	}
	return code.String()
}

const byteOrderMark = "\ufeff"

// wordNames are the secrets that travel in headers: one word of plain ASCII. A
// password may be anything.
const wordNames = "token api_key api_secret otp"

// checkWord refuses what is more than the secret itself. It takes nothing off:
// what is left might be another one than was meant.
func checkWord(text string) error {
	first, _, more := strings.Cut(text, " ")
	switch {
	case more && (strings.EqualFold(first, "Bearer") || strings.EqualFold(first, "Basic")):
		return fmt.Errorf("begins with the word %q, which is no part of it: leave that out", first)
	case strings.Trim(text[:1], `"'`) == "":
		return errors.New("begins with a quote, which is no part of it: files of variables are often read with their quotes")
	case strings.Trim(text, "!#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") != "":
		return errors.New("holds a blank, a quote, or a character outside of ASCII, and no such secret does")
	}
	return nil
}

// Tidy is a secret as it was typed or read, in the form in which it is kept; ""
// = there is none. Errors are *InvalidError, which call it by the origin.
func Tidy(text, name, origin string) (string, error) {
	value, _, err := accept(text, name, origin)
	return value.Reveal(), err
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

// Ref names one secret.
type Ref struct {
	Provider string // "ixon"
	Context  string // "" outside of any context
	Name     string // "token"
	Env      string // "UNICTL_IXON_TOKEN"; "" if no variable carries it
	Place    string // base URL that it is for: kept with it, and no part of its name
}

// Source is a place where secrets may be. Get gives false if this place has
// none of that name, and an error if it should be asked but cannot.
type Source interface {
	Name() string
	Get(ctx context.Context, ref Ref) (Value, bool, error)
}

// Chain asks the sources in order and takes the first secret found. An error
// ends the search: a source that is broken must not be passed over in favour
// of a weaker one. Its name lists those of the sources.
func Chain(sources ...Source) Source { return chain(sources) }

type chain []Source

func (c chain) Name() string {
	names := make([]string, len(c))
	for i, source := range c {
		names[i] = source.Name()
	}
	return strings.Join(names, ", ")
}

func (c chain) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	for _, source := range c {
		if err := ctx.Err(); err != nil {
			return Value{}, false, err
		}
		value, found, err := source.Get(ctx, ref)
		if found || err != nil {
			return value, found, err
		}
	}
	return Value{}, false, nil
}

// EnvSource finds secrets in the variable that their Ref names. The function
// reads the environment as os.LookupEnv does; empty is unset. A value of more
// than one line is an *InvalidError.
func EnvSource(env func(string) (string, bool)) Source { return environment(env) }

type environment func(string) (string, bool)

func (environment) Name() string { return "environment" }

func (e environment) Get(_ context.Context, ref Ref) (Value, bool, error) {
	if ref.Env == "" {
		return Value{}, false, nil
	}
	text, _ := e(ref.Env)
	return accept(text, ref.Name, ref.Env)
}

// Store is a place that keeps secrets, as `--store` names it.
type Store string

// The places that keep secrets.
const (
	StoreKeyring Store = "keyring"
	StoreFile    Store = "file"
)

// Stores is the keyring, then the file that a person chose instead. A secret is
// in one of them at a time: Set takes it out of the other. That is why a
// keyring that cannot be used hides nothing, and does not keep the file from
// being read.
type Stores struct {
	Keyring *Keyring
	File    *File
	Warn    func(message string) // may be nil; hears no secret
}

// Name is that of both.
func (s Stores) Name() string { return Chain(s.Keyring, s.File).Name() }

// Get asks the keyring, then the file. The error of a keyring that cannot be
// used is returned if the file has no such secret. Errors are those of the two.
func (s Stores) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	value, found, err := s.Keyring.Get(ctx, ref)
	var failure *KeyringError
	if found || err != nil && !errors.As(err, &failure) {
		return value, found, err
	}
	value, found, fileErr := s.File.Get(ctx, ref)
	if found || fileErr != nil {
		return value, found, fileErr
	}
	return Value{}, false, err
}

// Set keeps a secret in one place and removes it from the other. A keyring that
// cannot be used is no error of keeping it in the file: Warn hears of it.
func (s Stores) Set(ctx context.Context, store Store, ref Ref, text string) error {
	if store == StoreKeyring {
		if err := s.Keyring.Set(ctx, ref, text); err != nil {
			return err
		}
		return s.File.Delete(ctx, ref)
	}
	if err := s.File.Set(ctx, ref, text); err != nil {
		return err
	}
	err := s.Keyring.Delete(ctx, ref)
	var failure *KeyringError
	if !errors.As(err, &failure) {
		return err
	}
	if s.Warn != nil {
		s.Warn(fmt.Sprintf("%v; if it holds an older %s.%s, that comes first once it can be used", failure, ref.Provider, ref.Name))
	}
	return nil
}

// Delete removes a secret from both places.
func (s Stores) Delete(ctx context.Context, ref Ref) error {
	return errors.Join(s.File.Delete(ctx, ref), s.Keyring.Delete(ctx, ref))
}
