package cli

import (
	"context"
	"errors"

	"unictl/internal/atomicfile"
	"unictl/internal/rest"
)

// ErrorDocument is an error for machines: the one object on stderr when the
// output is JSON, and what failed rows carry.
type ErrorDocument struct {
	Code       string       `json:"code"` // one word per exit code
	Exit       int          `json:"exit"`
	Message    string       `json:"message"`
	Hint       string       `json:"hint,omitempty"`
	Provider   string       `json:"provider,omitempty"`
	Action     string       `json:"action,omitempty"`
	Status     int          `json:"status,omitempty"` // HTTP
	RequestID  string       `json:"requestId,omitempty"`
	RetryAfter float64      `json:"retryAfterSeconds,omitempty"`
	Fields     []rest.Field `json:"fields,omitempty"`
	Rows       int          `json:"rowsWrong,omitempty"` // of a file
	Faults     []RowFault   `json:"faults,omitempty"`    // the first of them
}

var exitWords = [...]struct {
	code int
	word string
}{
	{ExitFailed, "failed"}, {ExitUsage, "usage"}, {ExitRows, "rows_failed"}, {ExitCredential, "credential"},
	{ExitNotFound, "not_found"}, {ExitConflict, "conflict"}, {ExitTemporary, "temporary"},
	{ExitFindings, "findings"}, {ExitUnknown, "outcome_unknown"}, {ExitInterrupted, "interrupted"},
}

func exitWord(code int) string {
	for _, e := range exitWords {
		if e.code == code {
			return e.word
		}
	}
	return ""
}

// describe puts an error into its machine form, with known secrets masked.
func describe(err error, action, provider string, secrets *rest.Secrets) ErrorDocument {
	doc := ErrorDocument{
		Message: secrets.Mask(message(err)), Hint: secrets.Mask(hintOf(err)), Action: secrets.Mask(action),
		Provider: provider, Exit: exitCode(err),
	}
	doc.Code = exitWord(doc.Exit)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		doc.Status, doc.RequestID, doc.Fields, doc.RetryAfter = e.Status, e.RequestID, e.Fields, e.RetryAfter.Seconds()
	}
	if faults, ok := errors.AsType[*FaultsError](err); ok {
		doc.Rows, doc.Faults = faults.Total, faults.documents()
		for i := range doc.Faults {
			doc.Faults[i].Message, doc.Faults[i].Hint = secrets.Mask(doc.Faults[i].Message), secrets.Mask(doc.Faults[i].Hint)
		}
	}
	return doc
}

// Describe gives an error's message and its way out, for commands that report
// errors as findings.
func (s *Session) Describe(err error) (message, hint string) {
	doc := describe(err, "", "", s.secrets)
	return doc.Message, doc.Hint
}

// message is what happened, in words that need no Go.
func message(err error) string {
	rows, isRows := errors.AsType[*RowsError](err)
	step, isStep := errors.AsType[*StepError](err)
	unknown, isRest := errors.AsType[*rest.Error](err)
	switch {
	case isStep:
		return step.Error()
	case isRest && unknown.Kind == rest.Unknown:
		return unknown.Error()
	case errors.Is(err, context.Canceled) && isRows:
		return "interrupted: " + rows.Error()
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case isRows:
		return rows.Error()
	case errors.Is(err, context.DeadlineExceeded) && !isRest && !is[*atomicfile.LockError](err) && !isSecretFault(err):
		return "it took too long"
	}
	if flag := flagOf(err); flag != "" {
		return flag + ": " + err.Error()
	}
	return err.Error()
}

// flagOf is the input at fault, where the error does not name it itself.
func flagOf(err error) string {
	if e, ok := errors.AsType[*NotFoundError](err); ok && !e.Target {
		return e.Flag
	}
	if e, ok := errors.AsType[*AmbiguousError](err); ok {
		return e.Flag
	}
	return ""
}
