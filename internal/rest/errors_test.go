package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestElsewhereIsTheHintWhenSomethingElseAnswered(t *testing.T) {
	t.Parallel()
	refusing := serve(t, never)
	refusing.Close()
	plain := serve(t, answer(200, "{}"))
	for name, row := range map[string]struct {
		url, method string
		guessed     bool
	}{
		"refused":            {refusing.URL, "POST", true},
		"no TLS there":       {strings.Replace(plain.URL, "http:", "https:", 1), "POST", true},
		"a page, 200":        {serve(t, answer(200, "<html>login")).URL, "GET", true},
		"a page, 200, write": {serve(t, answer(200, "<html>login")).URL, "POST", true},
		"a page, 403":        {serve(t, answer(403, "<!DOCTYPE html>")).URL, "POST", true},
		"text, 200":          {serve(t, answer(200, "hello")).URL, "GET", true},
		"text, 400":          {serve(t, answer(400, "Bad Request")).URL, "GET", true},
		"404, read":          {serve(t, answer(404, "")).URL, "GET", true},
		"404, write":         {serve(t, answer(404, "")).URL, "POST", true},
		"no answer":          {serve(t, reset).URL, "GET", true},
		"redirect":           {serve(t, answer(302, "", "Location", "/login")).URL, "GET", true},
		"its own refusal":    {serve(t, answer(409, `{"message":"exists"}`)).URL, "POST", false},
		"its own trouble":    {serve(t, answer(503, "")).URL, "GET", false},
		"lost write":         {serve(t, reset).URL, "POST", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for guess, want := range map[string]bool{"that is the portal itself": row.guessed, "": false} {
				var asked string
				c := connect(t, Provider{Elsewhere: func(base *url.URL) string {
					asked = base.Host
					base.Host = "spoilt"
					return guess
				}}, Conn{BaseURL: row.url})
				err := write(t.Context(), c, row.method, false)
				e, ok := errors.AsType[*Error](err)
				if !ok || strings.Contains(e.Hint, "the portal itself") != want {
					t.Fatalf("%v; hint %q", err, e.Hint)
				}
				if row.guessed && (asked == "" || c.Host() != asked) {
					t.Errorf("asked about %q, connected to %q", asked, c.Host())
				}
				if guess == "" && row.guessed && e.Hint == "" && e.Status != http.StatusNotFound && e.Status != http.StatusBadRequest {
					t.Errorf("no hint: %v", err)
				}
			}
		})
	}
}

// A sign-in that meets something else says so, although its own outcome is
// unknown.
func TestElsewhereIsTheHintOfASignInThatFailed(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			reset(w, r)
			return
		}
		answer(401, "{}")(w, r)
	})
	p := Provider{Elsewhere: func(*url.URL) string { return "that is the portal itself" }}
	signIn := connect(t, p, Conn{BaseURL: s.URL})
	_, lost := NewCall(signIn, Request{Name: "SignIn", Method: http.MethodPost, Path: "x", NoAuth: true, SignIn: true}, Ignore).Do(t.Context())
	c := connect(t, p, Conn{BaseURL: s.URL, Auth: &renewable{err: lost}})
	_, err := fetch(t, c, "x")
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != Temporary || e.Hint != "that is the portal itself" {
		t.Errorf("%v", err)
	}
}

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
		"too large":      {&bodyError{200, errTooLarge}, "larger than 32 MiB", "less at once", true},
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

func TestLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"two\r\n lines\t": "two lines", "a\x1b[31mred": "a[31mred", "bad\xff": "bad?", "\u202eb": "b",
		strings.Repeat("ß", 301): strings.Repeat("ß", 300) + "…",
	} {
		if got := Line(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A secret shows itself in no way but one.
func TestSecretHidesItself(t *testing.T) {
	t.Parallel()
	var read struct{ Token Secret }
	if err := json.Unmarshal([]byte(`{"token":"c4n4ry"}`), &read); err != nil || read.Token.Reveal() != "c4n4ry" || read.Token.IsZero() {
		t.Fatalf("read %q, %v", read.Token.Reveal(), err)
	}
	written, err := json.Marshal(read)
	shown := fmt.Sprintf("%s %v %+v %#v %q %s", read.Token, read, read, read, read.Token, written)
	if err != nil || strings.Contains(shown, "c4n4ry") || !strings.Contains(shown, redacted) {
		t.Errorf("%s, %v", shown, err)
	}
}

func TestAmount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 12_345_678: "12.3 MB", 999_949: "999.9 kB", 999_951: "1 MB",
		500_000_000: "500 MB", 2_500_000_000: "2.5 GB", 7_000_000_000_000: "7000 GB",
	} {
		if got := amount(n); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}
