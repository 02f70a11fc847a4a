package cli

import (
	"fmt"
	"io"
	"os"

	"unictl/internal/cli/fault"
)

// standardInput is all of it, for one use: rows that name the same body share
// it, a body and a secret cannot. limit is in bytes: what is longer is for
// nobody.
func (s *Session) standardInput(use string, limit int64) ([]byte, error) {
	if s.stdinUse != "" && s.stdinUse != use {
		return nil, fmt.Errorf("standard input is already taken for %s", s.stdinUse)
	}
	s.stdinUse = use
	if s.stdin == nil {
		text, err := bounded(s.App.In, "standard input", limit)
		if err != nil {
			return nil, err
		}
		s.stdin = &text
	}
	return *s.stdin, nil
}

// readBounded reads a file, which may be a pipe.
func readBounded(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return bounded(file, path, limit)
}

// bounded reads all of r, which is not to be longer than limit bytes.
func bounded(r io.Reader, name string, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %s", name, fault.RootReason(err))
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("%s is longer than %s", name, Size(limit))
	}
	return text, nil
}
