package ixon

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"unictl/internal/rest"
)

const (
	testApplication = "App000000001"
	testCompany     = "1111-2222-3333-4444-5555"
	testBranding    = "portal.example.com"
	canaryToken     = "canary-bearer-0123456789abcdef01"
	canaryPassword  = "canary:pass-word"
)

// answer is one scripted answer of the server.
type answer struct {
	status int
	body   string
	header http.Header
	cut    bool // the connection ends before the body does
}

func success(data string) answer { return ok(`"moreAfter":null,"data":` + data) }

func ok(members string) answer {
	return answer{status: 200, body: `{"status":"success","type":"Whatever",` + members + `}`}
}

// seen is a request as it arrived.
type seen struct {
	method, uri, body string
	header            http.Header
}

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
	s.calls = append(s.calls, seen{r.Method, r.RequestURI, string(body), r.Header.Clone()})
	s.mu.Unlock()
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.cut {
		w.Header().Set("Content-Length", "100000")
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
	return serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)},
		Settings{Application: testApplication, Company: testCompany, Branding: testBranding}, answers...)
}

func serveWith(t testing.TB, conn rest.Conn, settings Settings, answers ...answer) (*script, *Client) {
	t.Helper()
	s := &script{answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	conn.BaseURL = server.URL + "/api/"
	conn.Rate = &rest.Rate{}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	conn.Secrets.Add(canaryToken)
	client, err := New(conn, settings)
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
	if e.Provider != "ixon" {
		t.Errorf("provider %q", e.Provider)
	}
	for _, secret := range []string{canaryToken, canaryPassword} {
		if text := strings.Join([]string{e.Message, e.Hint, e.URL, e.Error()}, "\n"); strings.Contains(text, secret) {
			t.Errorf("the error shows a secret: %s", text)
		}
	}
	return e
}

// drain reads a sequence to its end.
func drain[T any](all func(func(rest.Item[T], error) bool)) (items []rest.Item[T], err error) {
	for item, e := range all {
		if e != nil {
			return items, e
		}
		items = append(items, item)
	}
	return items, nil
}

func do[T any](call rest.Call[T]) error {
	_, err := call.Do(context.Background())
	return err
}
