package cli

import (
	"io"
	"os"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Lockout turns a reason why a change would lock somebody out into what
// Change.Guard returns.
func Lockout(reason string, err error) error {
	if err != nil || reason == "" {
		return err
	}
	return &fault.RefusedError{Message: reason, Hint: "add --allow-self if you mean it"}
}

// Each applies f to every element: declarations hold no loops.
func Each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// AppendTo opens a file that only its owner can read, to add to it; no name
// gives nil.
func (s *Session) AppendTo(path string) (io.Writer, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &fault.UsageError{Message: fault.Cause(err)}
	}
	s.closers = append(s.closers, file.Close)
	return file, nil
}

// SameText compares names and addresses as people do: without case.
func SameText(a, b string) bool { return strings.EqualFold(a, b) }

// Words joins what is said of a setting, where it is set, with the rest.
func Words(text, setting string, rest ...string) string {
	if setting == "" {
		return strings.Join(rest, ", ")
	}
	return strings.Join(append([]string{text}, rest...), ", ")
}

// Trimmed takes a text without the blanks around it that check accepts.
func Trimmed(check func(string) error) func(string) (string, error) {
	return func(text string) (string, error) {
		text = strings.TrimSpace(text)
		return text, check(text)
	}
}

// AlsoFor makes columns of a type serve one that holds it, and adds more.
func AlsoFor[T, U any](columns []Column[T], inner func(U) T, more ...Column[U]) []Column[U] {
	return append(Each(columns, func(c Column[T]) Column[U] {
		return Column[U]{Name: c.Name, Wide: c.Wide, ID: c.ID, Cell: func(u U) any { return c.Cell(inner(u)) }}
	}), more...)
}

// FirstOf is the first value there is under one of the names; "" for none.
func FirstOf(values map[string]string, names ...string) string {
	for _, name := range names {
		if values[name] != "" {
			return values[name]
		}
	}
	return ""
}

// Size is a number of bytes for people.
func Size(bytes int64) string { return output.Bytes(bytes) }
