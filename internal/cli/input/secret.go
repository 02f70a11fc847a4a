package input

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/secret"
)

// maxSecretFile bounds a file that holds one secret.
const maxSecretFile = 64 << 10

// SecretInput is a secret that a verb is told: --NOUN-file FILE|-, its
// variable, or typed at a terminal. There is no flag for the value itself, since
// a command line is seen by others.
type SecretInput struct {
	Noun     string  // "database password": the flag is --database-password-file
	Target   *string // where the value goes
	Env      string  // variable that is read when the flag is not given; "" = none
	Optional bool    // none is fine: at a terminal Enter leaves it out
	Twice    bool    // typed twice, because nobody can read it back
	Unless   func() bool
}

// Input declares it.
func (x SecretInput) Input() *Input {
	path := ""
	in := &Input{Name: strings.TrimPrefix(x.flag(), "--"), Usage: "read the " + x.Noun + " from `FILE`, - for standard input", path: true}
	if x.Env != "" {
		in.Usage += " (or " + x.Env + ")"
	}
	in.add = func(text string) error { path = text; return nil }
	in.load = func(s *session.Session) error {
		value, err := x.FromFile(s, path)
		return x.take(s, value, err)
	}
	in.absent = func(ctx context.Context, s *session.Session, asked Asked) error {
		if x.Unless != nil && x.Unless() {
			return nil
		}
		value, err := x.otherwise(ctx, s, asked)
		return x.take(s, value, err)
	}
	return in
}

func (x SecretInput) take(s *session.Session, value string, err error) error {
	switch {
	case err != nil:
		return err
	case !utf8.ValidString(value): // it would be sent as another one
		return &fault.UsageError{Message: "the " + x.Noun + " is not UTF-8 text", Hint: "save it as UTF-8"}
	}
	form := x.Noun
	if form == "one-time code" {
		form = "otp"
	}
	value, err = secret.Tidy(value, form, "the "+x.Noun)
	if err != nil {
		return &fault.UsageError{Message: err.Error(), Hint: fault.Hint(err)}
	}
	s.Hidden.Add(value)
	*x.Target = value
	return nil
}

func (x SecretInput) flag() string { return "--" + strings.ReplaceAll(x.Noun, " ", "-") + "-file" }

// FromFile reads the one line that a file or standard input holds.
func (x SecretInput) FromFile(s *session.Session, path string) (string, error) {
	bad := func(message string) (string, error) {
		return "", &fault.UsageError{Flag: x.flag(), Message: message, Hint: "it is one line that holds the " + x.Noun + " and nothing else"}
	}
	where := path
	if path == "-" {
		where = "standard input"
	}
	if path == "-" && s.App.Terminal.In {
		return "", &fault.UsageError{Flag: x.flag(), Message: "at a terminal everybody could read it", Hint: "leave the flag out: it is asked for, and not shown"}
	}
	text, err := readSecretFile(s, path, "the "+x.Noun)
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	switch {
	case err != nil:
		return bad(fault.Cause(err))
	case len(text) == 0:
		return bad(where + " is empty")
	case bytes.ContainsRune(text, 0):
		return bad(where + " is not plain UTF-8 text: it looks like UTF-16")
	case bytes.ContainsAny(text, "\r\n"):
		return bad(where + " holds more than one line")
	}
	return string(text), nil
}

func readSecretFile(s *session.Session, path, use string) ([]byte, error) {
	if path == "-" {
		return s.StandardInput(use, maxSecretFile)
	}
	return session.ReadBounded(path, maxSecretFile)
}

// otherwise is the variable, or what a person types: once for all rows.
func (x SecretInput) otherwise(ctx context.Context, s *session.Session, asked Asked) (string, error) {
	if x.Env != "" {
		if value, _ := s.App.Env(x.Env); value != "" {
			return value, nil
		}
	}
	value, known := asked[x.flag()]
	switch {
	case known:
		return value, nil
	case s.Terminal.CanAsk():
		value, err := x.ask(ctx, s)
		asked[x.flag()] = value
		return value, err
	case x.Optional:
		return "", nil
	}
	hint := "give it with " + x.flag() + " FILE, or - for standard input"
	if x.Env != "" {
		hint += ", or set " + x.Env
	}
	return "", &fault.UsageError{Message: "the " + x.Noun + " is missing, and nobody can be asked for it", Hint: hint}
}

func (x SecretInput) ask(ctx context.Context, s *session.Session) (string, error) {
	question := x.Noun + " (not shown)"
	if x.Optional {
		question = x.Noun + " (not shown; Enter for none)"
	}
	value, err := s.Terminal.Secret(ctx, question)
	switch {
	case err != nil:
		return "", err
	case value == "" && x.Optional:
		return "", nil
	case value == "":
		return "", &fault.UsageError{Message: "nothing was typed for the " + x.Noun}
	case !x.Twice:
		return value, nil
	}
	again, err := s.Terminal.Secret(ctx, "the same again")
	if err == nil && again != value {
		err = &fault.UsageError{Message: "the two were not the same: nothing was sent"}
	}
	return value, err
}
