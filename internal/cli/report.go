package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
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

// describe puts an error into its machine form.
func describe(err error, action, provider string) ErrorDocument {
	doc := ErrorDocument{Message: message(err), Hint: hintOf(err), Action: action, Provider: provider, Exit: exitCode(err)}
	doc.Code = exitWord(doc.Exit)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		doc.Status, doc.RequestID, doc.Fields, doc.RetryAfter = e.Status, e.RequestID, e.Fields, e.RetryAfter.Seconds()
	}
	return doc
}

// message is what happened, in words that need no Go.
func message(err error) string {
	switch {
	case errors.Is(err, context.Canceled) && !is[*StepError](err) && !rest.Is(err, rest.Unknown):
		return "interrupted"
	case errors.Is(err, context.DeadlineExceeded) && !is[*rest.Error](err):
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

// hintOf is the way out, if the error knows one.
func hintOf(err error) string {
	var hinted interface{ hint() string }
	if errors.As(err, &hinted) {
		return hinted.hint()
	}
	switch e := unwrapTo(err).(type) {
	case *UsageError:
		return e.Hint
	case *CredentialError:
		return e.Hint
	case *RefusedError:
		return e.Hint
	case *StepError:
		return e.GoOn
	case *rest.Error:
		return e.Hint
	case *output.UsageError:
		return e.Hint
	}
	return ""
}

// unwrapTo finds the first error in the chain that carries a hint.
func unwrapTo(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch typed := e.(type) { //nolint:errorlint // it walks the chain itself
		case *StepError:
			if typed.GoOn != "" {
				return e
			}
		case *UsageError, *CredentialError, *RefusedError, *rest.Error, *output.UsageError:
			return e
		}
	}
	return err
}

// Explain gives an error's message and its way out, for commands that report
// errors as findings.
func Explain(err error) (message, hint string) {
	doc := describe(err, "", "")
	return doc.Message, doc.Hint
}

// isConfigFault reports bad input that came from the configuration.
func isConfigFault(err error) bool {
	return is[*config.FileError](err) || is[*config.UnknownKeyError](err) || is[*config.UnknownContextError](err) ||
		is[*config.ContextNameError](err) || is[*config.SecretKeyError](err) || is[*config.ValueError](err) ||
		is[*config.ConflictError](err) || is[*config.DirectoryError](err)
}

// isSecretFault reports a credential that is there and cannot be used.
func isSecretFault(err error) bool {
	return is[*secret.InvalidError](err) || is[*secret.PermissionError](err) || is[*secret.FileError](err)
}

// report prints an error on stderr: a sentence and a hint, or one object when
// the output is JSON.
func report(w io.Writer, doc ErrorDocument, asJSON bool) {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(map[string]ErrorDocument{"error": doc})
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
	if doc.Hint != "" {
		b.WriteString("hint: " + output.Sanitize(doc.Hint) + "\n")
	}
	_, _ = io.WriteString(w, b.String())
}

// masked is an error whose text may have held a secret.
type masked struct {
	error
	text string
}

func (m *masked) Error() string { return m.text }
func (m *masked) Unwrap() error { return m.error }

// mask replaces known secrets in an error's text.
func mask(secrets *rest.Secrets, err error) error {
	if err == nil {
		return nil
	}
	if text := secrets.Mask(err.Error()); text != err.Error() {
		return &masked{err, text}
	}
	return err
}

// cause is the system's reason without the call and the path around it.
func cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}
