package fault

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"unictl/internal/output"
	"unictl/internal/rest"
)

// ErrorDocument is an error for machines: the one object on stderr when the
// output is JSON, and what failed rows carry.
type Document struct {
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
	// What the service answered, whole: JSON, or a text.
	Details json.RawMessage `json:"details,omitempty"`
	Rows    int             `json:"rowsWrong,omitempty"` // of a file
	Faults  []RowFault      `json:"faults,omitempty"`    // the first of them
}

var exitWords = [...]struct {
	code int
	word string
}{
	{ExitFailed, "failed"}, {ExitUsage, "usage"}, {ExitRows, "rows_failed"}, {ExitCredential, "credential"},
	{ExitNotFound, "not_found"}, {ExitConflict, "conflict"}, {ExitTemporary, "temporary"},
	{ExitFindings, "findings"}, {ExitUnknown, "outcome_unknown"}, {ExitInterrupted, "interrupted"},
}

func Word(code int) string {
	for _, e := range exitWords {
		if e.code == code {
			return e.word
		}
	}
	return ""
}

// Describe puts an error into its machine form, with known secrets masked.
func Describe(err error, action, provider string, mask func(string) string) Document {
	doc := Document{
		Message: mask(Message(err)), Hint: mask(Hint(err)), Action: mask(action),
		Provider: provider, Exit: Code(err),
	}
	doc.Code = Word(doc.Exit)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		doc.Status, doc.RequestID, doc.Fields, doc.RetryAfter = e.Status, e.RequestID, e.Fields, e.RetryAfter.Seconds()
		if masked := json.RawMessage(mask(string(e.Details))); json.Valid(masked) {
			doc.Details = masked
		}
	}
	if faults, ok := errors.AsType[*FaultsError](err); ok {
		doc.Rows, doc.Faults = faults.Total, faults.documents()
		for i := range doc.Faults {
			doc.Faults[i].Message, doc.Faults[i].Hint = mask(doc.Faults[i].Message), mask(doc.Faults[i].Hint)
		}
	}
	return doc
}

// Message is what happened, in words that need no Go.
func Message(err error) string {
	rows, isRows := errors.AsType[*RowsError](err)
	step, isStep := errors.AsType[*StepError](err)
	unknown, isRest := errors.AsType[*rest.Error](err)
	_, knows := own(err)
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
	case errors.Is(err, context.DeadlineExceeded) && !knows:
		return "it took too long"
	}
	if flag := FlagOf(err); flag != "" {
		return flag + ": " + err.Error()
	}
	return err.Error()
}

// FlagOf is the input at fault, where the error does not name it itself.
func FlagOf(err error) string {
	if e, ok := errors.AsType[*NotFoundError](err); ok && !e.Target {
		return e.Flag
	}
	if e, ok := errors.AsType[*AmbiguousError](err); ok {
		return e.Flag
	}
	return ""
}

// Report prints an error on stderr: a sentence and a hint, or one object when
// the output is JSON.
func Report(w io.Writer, doc Document, asJSON bool) {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(map[string]Document{"error": doc})
		return
	}
	var b strings.Builder
	b.WriteString("error: ")
	if action := doc.Action; action != "" {
		if rest, ok := strings.CutPrefix(action, doc.Provider+" "); ok && doc.Provider != "" {
			action = doc.Provider + ": " + rest
		}
		b.WriteString(output.Sanitize(action) + ": ")
	}
	for i, line := range strings.Split(doc.Message, "\n") {
		if i > 0 {
			b.WriteString("\n       ")
		}
		b.WriteString(output.Sanitize(line))
	}
	b.WriteString("\n")
	for line := range strings.Lines(faultLines(doc.Faults, doc.Rows)) {
		b.WriteString(output.Sanitize(strings.TrimSuffix(line, "\n")) + "\n")
	}
	if doc.RequestID != "" {
		b.WriteString("request id: " + output.Sanitize(doc.RequestID) + "\n")
	}
	if doc.Hint != "" {
		b.WriteString("hint: " + output.Sanitize(doc.Hint) + "\n")
	}
	_, _ = io.WriteString(w, b.String())
}
