package rest

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"unictl/internal/line"
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
	Details    json.RawMessage // the refusal as it came, without secrets; nil = it said nothing
	Err        error           // the cause, when it is one of Go's
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

func kindOfStatus(status int) Kind {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return Credential
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusConflict:
		return Conflict
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return Temporary
	}
	if status >= 500 {
		return Temporary
	}
	return Failed
}

// explain puts a transport error into words for a person, with the way out.
func (c *Client) explain(err error) (message, hint string) {
	var body *bodyError
	var refused *RedirectError
	var upload *uploadError
	host := c.base.Host
	switch {
	case errors.As(err, &upload):
		message, hint = c.explain(upload.err)
		return upload.Error() + ": " + message, "nothing was changed: " + hint
	case errors.As(err, &refused):
		return refused.Error(), c.stranger("check the URL in the context")
	case errors.Is(err, context.Canceled):
		return "the command was interrupted before " + host + " answered", "try again"
	case isTimeout(err) && isDial(err):
		return "no connection to " + host + " in time", "check the network, or allow more with --connect-timeout"
	case isTimeout(err):
		return "no answer from " + host + " in time", "try again, or allow more with --timeout"
	case isBound(err):
		return rootCause(err), "ask for less at once; a service that always answers like this is not the one it should be"
	case errors.As(err, &body):
		return body.Error(), "the connection or a proxy broke off; try again"
	case isUnreachableProxy(err):
		return "the proxy on the way to " + host + " failed: " + rootCause(err), "check HTTPS_PROXY and NO_PROXY"
	case isUnknownHost(err):
		return "the host " + c.base.Hostname() + " is unknown", "check the URL, or the network's DNS"
	case isCertificate(err):
		return "the certificate of " + host + " is not trusted: " + rootCause(err), certificateHint(err)
	case isHandshake(err):
		return host + " and this program cannot agree on TLS: " + rootCause(err), c.stranger(handshakeHint(err))
	case isRefusedConnection(err):
		return host + " refused the connection", c.stranger("is the service running, and is the port right?")
	case isReset(err), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return host + " closed the connection without an answer", c.stranger("try again")
	}
	return host + ": " + rootCause(err), "check the network and the URL"
}

// cause is err without the layer of net/http that repeats the URL, query and
// all.
func cause(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// rootCause is the innermost message: outer ones repeat the URL.
func rootCause(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

func isTimeout(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || os.IsTimeout(err)
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

func isUnknownHost(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func isUnreachableProxy(err error) bool {
	var op *net.OpError
	var proxy *proxyError
	return errors.As(err, &proxy) || (errors.As(err, &op) && op.Op == "proxyconnect")
}

// isHandshake reports a TLS connection that failed for another reason than the
// server's certificate.
func isHandshake(err error) bool {
	var record tls.RecordHeaderError
	var op *net.OpError
	return errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch) ||
		(errors.As(err, &op) && op.Op == "remote error")
}

func handshakeHint(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		return "the service may want a client certificate: client_cert and client_key in the context"
	}
	return "is it plain http, or another port?"
}

// stranger is the hint of an error that says that something else answered than
// the service, or nothing did: the provider's guess at what stands at the base
// URL, or the general hint.
func (c *Client) stranger(general string) string {
	if c.provider.Elsewhere != nil {
		base := *c.base
		if guess := c.provider.Elsewhere(&base); guess != "" {
			return guess
		}
	}
	return general
}

// excerpt is the beginning of a body in one printable line without secrets.
func (c *Client) excerpt(body []byte) string {
	const most, window = 120, 4 << 10
	text := c.secrets.Mask(string(body[:min(len(body), window)]))
	if len(body) > window { // half a secret at the cut would slip through the mask
		text = text[:max(len(text)-c.secrets.longestValue(), 0)]
	}
	text = c.secrets.MaskForeign(text)
	return clipped(c.secrets.Mask(line.Fold(text)), most)
}

// printable is text in one line with every control, format and invisible
// character escaped.
func printable(text string) string {
	if isPrintable(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case line.Invisible(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

func isPrintable(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsPrint(r) || line.Invisible(r) {
			return false
		}
	}
	return true
}

// Line is text of a service, or of a person, fit for one line of a terminal:
// blanks folded, what cannot be printed left out, at most 300 characters.
func Line(text string) string {
	return clipped(line.Fold(text), 300)
}

// clipped is the first most characters of text.
func clipped(text string, most int) string {
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most]) + "…"
	}
	return text
}

// amount is a number of bytes for people, in decimal units: "12.3 MB".
func amount(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	value, unit := float64(n)/1000, "kB"
	for _, larger := range []string{"MB", "GB"} {
		if value >= 999.95 { // would be rounded to 1000
			value, unit = value/1000, larger
		}
	}
	return strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0") + " " + unit
}
