package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// PathError says what is wrong at one place of a document, or with the text
// that names the place. It never quotes the value of a member whose name looks
// like that of a secret.
type PathError struct {
	Path    string // as JoinPath spells it; "" for the document as a whole
	Message string // what is wrong
	Hint    string // the way out; may be empty
}

// Error gives path, message and the way out.
func (e *PathError) Error() string {
	text := e.Message
	if e.Path != "" {
		text = e.Path + ": " + text
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// SyntaxError says where JSON breaks.
type SyntaxError struct {
	What   string // "the document", "a.b:="
	Line   int    // from 1
	Column int    // in bytes, from 1
	Err    error  // the reason, without the text around it
}

// Error names the place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s is not JSON: line %d, column %d: %v", e.What, e.Line, e.Column, e.Err)
}

// Unwrap gives the reason.
func (e *SyntaxError) Unwrap() error { return e.Err }

// check gives a *SyntaxError unless text is one JSON value.
func check(what string, text []byte) error {
	var whole json.RawMessage
	err := json.Unmarshal(text, &whole)
	if err == nil {
		return nil
	}
	last := len(text) // bytes up to and with the one at which it breaks
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		last = min(int(syntax.Offset), last)
	}
	before := text[:max(last-1, 0)]
	return &SyntaxError{
		What: what, Err: err,
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: len(before) - bytes.LastIndexByte(before, '\n'),
	}
}
