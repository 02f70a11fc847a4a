package iotinvites

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"unictl/internal/rest"
)

const (
	testAccount    = "0c574252-31d5-4b76-bce6-53f2c56b544d"
	otherAccount   = "1d685363-42e6-4c87-8df7-64a3d67c655e"
	testInvite     = "5f0e5f1c-6b1e-4f0e-9a53-0d6d5a1f7f10"
	testUser       = "7a1d3b56-90aa-4c0e-b3f2-1e2d3c4b5a69"
	canaryToken    = "canary-bearer-0123456789abcdef01"
	canaryPassword = "canary:pass-word"
)

// answer is one scripted answer of the server.
type answer struct {
	status int
	body   string
	kind   string // Content-Type, "" = JSON
	header http.Header
	cut    bool // the connection ends behind the body, of which more was announced
}

func ok(body string) answer { return answer{status: 200, body: body} }

func text(status int, body string) answer {
	return answer{status: status, body: body, kind: "text/html; charset=utf-8"}
}

// seen is a request as it arrived.
type seen struct{ method, uri, body, authorization, contentType string }

// script answers calls in order and notes them; the last answer repeats.
type script struct {
	mu      sync.Mutex
	answers []answer
	calls   []seen
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	a := s.answers[min(len(s.calls), len(s.answers)-1)]
	s.calls = append(s.calls, seen{r.Method, r.RequestURI, string(body), r.Header.Get("Authorization"), r.Header.Get("Content-Type")})
	s.mu.Unlock()
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if a.kind != "" {
		w.Header().Set("Content-Type", a.kind)
	}
	if a.cut {
		w.Header().Set("Content-Length", "4096")
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// last is the latest call; the test fails when there was none.
func (s *script) last(t *testing.T) seen {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == 0 {
		t.Fatal("no call arrived")
	}
	return s.calls[len(s.calls)-1]
}

func serve(t testing.TB, answers ...answer) (*script, *Client) {
	t.Helper()
	return serveWith(t, &script{answers: answers}, rest.Conn{Auth: rest.Bearer(canaryToken)}, testAccount)
}

func serveWith(t testing.TB, s *script, conn rest.Conn, account string) (*script, *Client) {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	conn.BaseURL = server.URL
	conn.Rate = &rest.Rate{}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	conn.Secrets.Add(canaryToken)
	client, err := New(conn, account)
	if err != nil {
		t.Fatal(err)
	}
	return s, client
}

// asError is err as an *Error of this kind; the test fails otherwise.
func asError(t *testing.T, err error, kind rest.Kind) *rest.Error {
	t.Helper()
	e, isError := err.(*rest.Error)
	if !isError {
		t.Fatalf("got %T %v, want a *rest.Error", err, err)
	}
	if e.Kind != kind {
		t.Errorf("kind %v, want %v: %v", e.Kind, kind, e)
	}
	if e.Provider != "iot" {
		t.Errorf("provider %q", e.Provider)
	}
	for _, secret := range []string{canaryToken, canaryPassword} {
		if text := strings.Join([]string{e.Message, e.Hint, e.URL, e.Error()}, "\n"); strings.Contains(text, secret) {
			t.Errorf("the error shows a secret: %s", text)
		}
	}
	return e
}

func do[T any](call interface {
	Do(context.Context) (T, error)
}) error {
	_, err := call.Do(context.Background())
	return err
}

// collect is a list in memory.
func collect[T any](all iter.Seq2[rest.Item[T], error]) (values []T, _ error) {
	for item, err := range all {
		if err != nil {
			return nil, err
		}
		values = append(values, item.Value)
	}
	return values, nil
}
