package fault

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"unictl/internal/rest"
)

// The exit codes; docs/reference/exit-codes.md is made from ExitCodes.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitRows        = 3
	ExitCredential  = 4
	ExitNotFound    = 5
	ExitConflict    = 6
	ExitTemporary   = 7
	ExitFindings    = 8
	ExitUnknown     = 9
	ExitInterrupted = 130
)

// ExitCode is one of them, explained.
type ExitCode struct {
	Code    int
	Meaning string
}

// ExitCodes explains every exit code, in order.
func ExitCodes() []ExitCode {
	return []ExitCode{
		{ExitDone, "done (also: nothing to change, the reader closed the pipe, a bare group printed its help)"},
		{ExitFailed, "failed, or declined at the prompt"},
		{ExitUsage, "usage or bad input, unknown value of a flag, nothing configured: no write was sent"},
		{ExitRows, "some rows failed"},
		{ExitCredential, "no usable credential, or not allowed"},
		{ExitNotFound, "the target does not exist"},
		{ExitConflict, "conflict, it exists already"},
		{ExitTemporary, "temporary (rate limit, timeout, network, 5xx to a read or to a write that may be repeated): try later"},
		{ExitFindings, "changes or findings pending (--exit-code)"},
		{ExitUnknown, "outcome unknown: a write was sent, and no answer says whether it was done (none came, or 5xx). Check before you repeat it"},
		{ExitInterrupted, "interrupted"},
	}
}

// Code is the one place where errors become exit codes. Where several apply,
// 130, 9 and 3 come first, in this order; else the outermost error that knows
// its code counts.
func Code(err error) int {
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case AnyOf(err, OutcomeUnknown):
		return ExitUnknown
	case Is[*RowsError](err):
		return ExitRows
	case ReaderGone(err):
		return ExitDone
	}
	if known, ok := own(err); ok {
		return known
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return ExitTemporary
	}
	return ExitFailed
}

// own is the code that an error knows itself.
func own(err error) (code int, ok bool) {
	var knows interface{ ExitCode() int }
	if ok = errors.As(err, &knows); ok {
		code = knows.ExitCode()
	}
	return code, ok
}

// OutcomeUnknown reports a write that may have been carried out.
func OutcomeUnknown(err error) bool {
	switch e := err.(type) { //nolint:errorlint // AnyOf walks the tree
	case *rest.Error:
		return e.Kind == rest.Unknown
	case *RowsError:
		return e.Unknown > 0
	}
	return false
}

// MayBeDone reports a server that failed at a write which may be repeated: it is
// no refusal, and the write may be stored. A verb may have called it otherwise.
func MayBeDone(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	for ; ok; e, ok = errors.AsType[*rest.Error](e.Err) {
		if e.Kind == rest.Temporary && e.Status >= http.StatusInternalServerError && e.Method != http.MethodGet {
			return true
		}
	}
	return false
}

// ReaderGone reports that whoever read stdout has had enough. A service that
// breaks its connection causes the same error of the system, and is no reader.
func ReaderGone(err error) bool { return BrokenPipe(err) && !Is[*rest.Error](err) }

// Is reports an error of type E in err's tree.
func Is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// AnyOf reports whether an error in err's whole tree matches; errors.As stops
// at the first one of a type.
func AnyOf(err error, matches func(error) bool) bool {
	if err == nil {
		return false
	}
	if matches(err) {
		return true
	}
	switch e := err.(type) { //nolint:errorlint // it walks the tree itself
	case interface{ Unwrap() error }:
		return AnyOf(e.Unwrap(), matches)
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(e.Unwrap(), func(inner error) bool { return AnyOf(inner, matches) })
	}
	return false
}
