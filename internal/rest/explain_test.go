package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestExplanations(t *testing.T) {
	t.Parallel()
	c := connect(t, Provider{}, Conn{BaseURL: "https://portal.example.com"})
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for name, row := range map[string]struct {
		err           error
		message, hint string
		permanent     bool
	}{
		"unknown host":   {dial(&net.DNSError{IsNotFound: true}), "the host portal.example.com is unknown", "DNS", true},
		"DNS is down":    {dial(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), "server misbehaving", "check the network", false},
		"dial timeout":   {dial(os.ErrDeadlineExceeded), "no connection to portal.example.com in time", "--connect-timeout", false},
		"timeout":        {context.DeadlineExceeded, "no answer from portal.example.com in time", "--timeout", false},
		"slow body":      {&bodyError{200, context.DeadlineExceeded}, "no answer from portal.example.com in time", "--timeout", false},
		"cut":            {&bodyError{200, io.ErrUnexpectedEOF}, "cut short", "try again", false},
		"proxy":          {&net.OpError{Op: "proxyconnect", Err: errors.New("no route")}, "the proxy on the way", "HTTPS_PROXY", false},
		"too large":      {&bodyError{200, errTooLarge}, "larger than 64 MiB", "less at once", true},
		"client refused": {&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, "certificate required", "client_cert", true},
		"closed":         {io.EOF, "closed the connection", "try again", false},
		"anything else":  {errors.New("odd"), "portal.example.com: odd", "check the network", false},
	} {
		wrapped := &url.Error{Op: "Get", URL: "https://portal.example.com/?canary", Err: row.err}
		message, hint := c.explain(wrapped)
		if !strings.Contains(message, row.message) || !strings.Contains(hint, row.hint) || strings.Contains(message, "canary") {
			t.Errorf("%s: %q, %q", name, message, hint)
		}
		if permanent(wrapped) != row.permanent {
			t.Errorf("%s: permanent is %t", name, !row.permanent)
		}
	}
}

func TestErrorsInWords(t *testing.T) {
	t.Parallel()
	if got := (&Error{Message: "Not Found", Status: 404}).Error(); got != "Not Found (HTTP 404)" {
		t.Error(got)
	}
	if got := (&Error{Err: io.EOF}).Error(); got != "EOF" {
		t.Error(got)
	}
	if KindOf(io.EOF) != Failed || Is(io.EOF, Failed) || Unknown.String() != "outcome_unknown" {
		t.Error("kinds of other errors")
	}
	masked := &maskedError{"[redacted]", &net.OpError{Err: io.EOF}}
	var op *net.OpError
	if !errors.Is(masked, io.EOF) || !errors.As(masked, &op) || masked.Error() != "[redacted]" || errors.Unwrap(masked) != nil {
		t.Error("a masked cause is recognised and not shown")
	}
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	for wait, want := range map[string]string{"": "ten minutes", "90": "1m30s"} {
		s := serve(t, answer(429, "", "Retry-After", wait))
		_, err := fetch(t, connect(t, Provider{Blocked: "blocked for ten minutes"}, Conn{BaseURL: s.URL, Retries: 2, Timeout: 10e9}), "x")
		if e, ok := errors.AsType[*Error](err); !ok || !strings.Contains(e.Hint, want) || s.count() != 1 {
			t.Errorf("%q: %d requests, %v", wait, s.count(), err)
		}
	}
}

// The caller's own word about an error is the last one, and it is cleaned like
// all others.
func TestCallerExplains(t *testing.T) {
	for _, conn := range []Conn{{}, {Auth: Bearer("t")}} {
		conn.Explain = func(e *Error) { e.Hint = "see `list`\x1b[2J (" + e.Call + ")" }
		conn.BaseURL, conn.AllowHTTP = "http://127.0.0.1:1", true
		client, err := New(Provider{Name: "x"}, conn)
		if err != nil {
			t.Fatal(err)
		}
		_, err = NewCall(client, Get("ThingList", "things"), JSON[any]).Do(t.Context())
		e, ok := errors.AsType[*Error](err)
		if !ok || !strings.HasPrefix(e.Hint, "see `list`") || strings.Contains(e.Hint, "\x1b") || !strings.Contains(e.Hint, "ThingList") {
			t.Errorf("%v %q", err, e.Hint)
		}
	}
}

// A provider's own judgement may depend on which call failed.
func TestFailureKnowsTheCall(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(404, `{}`))
	p := Provider{Failure: func(_ *Response, e *Error) { e.Message = e.Call + " failed" }}
	_, err := NewCall(connect(t, p, Conn{BaseURL: s.URL}), Get("ThingList", "things"), JSON[any]).Do(t.Context())
	if err == nil || err.Error() != "ThingList failed (HTTP 404)" {
		t.Errorf("got %v", err)
	}
}
