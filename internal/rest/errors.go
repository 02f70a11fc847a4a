package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind says what a failure means to the person who ran the command. The kit
// turns it into an exit code; nothing else in the code does.
type Kind int

// The kinds of failure, from the least specific.
const (
	Failed     Kind = iota // the service refused, or answered nonsense
	BadInput               // refused here, before anything was sent
	Credential             // no usable credential, or not allowed
	NotFound               // the target does not exist
	Conflict               // it exists already, or another change got in between
	Temporary              // rate limit, timeout, network, 5xx to what may be repeated: try later
	Unknown                // a write was sent and no answer came that tells what it did
)

// String names the kind in the words of the machine-readable error (field
// "code").
func (k Kind) String() string {
	return [...]string{"failed", "bad_input", "credential", "not_found", "conflict", "temporary", "outcome_unknown"}[k]
}

// Field is one complaint of a service about one part of a request.
type Field struct {
	Name    string `json:"name,omitempty"`  // header or body property
	Index   *int   `json:"index,omitempty"` // 0-based item of a list body
	Message string `json:"message"`
}

// Error is every failure of a call. Message is safe to print: control
// characters are escaped and known secrets masked.
type Error struct {
	Kind       Kind
	Provider   string        // "ixon"
	Call       string        // the operation's name, e.g. "UserList"
	Method     string        // HTTP method
	URL        string        // without credentials; query values only where allowed
	Status     int           // HTTP status, 0 when no answer came
	Unsigned   bool          // it had no credential: it was not sent, or refused with 401
	Code       string        // the provider's own error code, if it has any
	RequestID  string        // the provider's id of the request, if it sent one
	RetryAfter time.Duration // how long the service asks to wait, 0 = not said
	Message    string
	Hint       string // the way out
	Fields     []Field
	Err        error // the cause, when it is one of Go's
}

// Error says what happened in one line, without the hint.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	if e.Message == "" && e.Err != nil {
		b.WriteString(e.Err.Error())
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	}
	return b.String()
}

// document is an error that was a good answer, for machines.
func (e *Error) document() json.RawMessage {
	var code any = e.Code
	if number, err := strconv.Atoi(e.Code); err == nil {
		code = number
	}
	body, _ := Body(struct {
		Code    any    `json:"code"`
		Message string `json:"message"`
	}{code, e.Message}) // texts and numbers always marshal
	return body
}

// ExitCode is the kind as the exit code of a command; docs/reference/exit-codes.md
// explains them.
func (e *Error) ExitCode() int {
	return [...]int{Failed: 1, BadInput: 2, Credential: 4, NotFound: 5, Conflict: 6, Temporary: 7, Unknown: 9}[e.Kind]
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// maskedError is a cause whose own words must not be shown.
type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string        { return e.text }
func (e *maskedError) Is(target error) bool { return errors.Is(e.err, target) }
func (e *maskedError) As(target any) bool   { return errors.As(e.err, target) }

// KindOf is the kind of err, Failed when it is not one of this package's.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Failed
}

// Is reports whether err is an *Error of kind k.
func Is(err error, k Kind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Kind == k
}
