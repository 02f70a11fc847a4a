package intrexx

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/rest"
)

const (
	testPortal     = "test01"
	canaryToken    = "canary-bearer-0123456789abcdef01"
	canaryPassword = "canary:pass \"word"
	canaryDatabase = "canary-database-password"
	canaryLicense  = "CANARYLICENSE123456789abcdefghkm"
	canaryMobile   = "canary-mobile-key-77"
)

func canaries() []string {
	return []string{canaryToken, canaryPassword, canaryDatabase, canaryLicense, canaryMobile, `canary:pass \"word`}
}

// reply is one scripted answer of the server.
type reply struct {
	status int
	body   string
	header http.Header
	cut    bool // the connection ends before the body does
}

func ok(body string) reply { return reply{status: 200, body: body} }

// seen is a request as it arrived.
type seen struct {
	method, uri, body string
	header            http.Header
}

// script answers calls in order and notes them; the last answer repeats.
type script struct {
	mu      sync.Mutex
	url     string
	replies []reply
	calls   []seen
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	a := s.replies[min(len(s.calls), len(s.replies)-1)]
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

func serve(t testing.TB, replies ...reply) (*script, *Client) {
	t.Helper()
	return serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)}, testPortal, replies...)
}

// serveWith connects below the path that conn.BaseURL names, "" = the root.
func serveWith(t testing.TB, conn rest.Conn, portal string, replies ...reply) (*script, *Client) {
	t.Helper()
	s := &script{replies: replies}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	conn.BaseURL = server.URL + conn.BaseURL
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	conn.Secrets.Add(canaryToken)
	client, err := New(conn, portal)
	if err != nil {
		t.Fatal(err)
	}
	return s, client
}

// asError is err as an *Error of this kind that shows no secret; the test fails
// otherwise.
func asError(t *testing.T, err error, kind rest.Kind) *rest.Error {
	t.Helper()
	e, isError := errors.AsType[*rest.Error](err)
	if !isError {
		t.Fatalf("got %T %v, want a *rest.Error", err, err)
	}
	if e.Kind != kind {
		t.Errorf("kind %v, want %v: %v", e.Kind, kind, e)
	}
	if e.Provider != "intrexx" {
		t.Errorf("provider %q", e.Provider)
	}
	text := strings.Join([]string{e.Message, e.Hint, e.URL, e.Error()}, "\n")
	if e.Err != nil {
		text += e.Err.Error()
	}
	withoutCanary(t, text)
	return e
}

func withoutCanary(t *testing.T, text string) {
	t.Helper()
	for _, secret := range canaries() {
		if strings.Contains(text, secret) {
			t.Errorf("a secret shows in %s", text)
		}
	}
}

// drain reads a sequence to its end.
func drain(all func(func(rest.Item[Object], error) bool)) (items []rest.Item[Object], err error) {
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

// slowly is a client of a server that takes longer than the timeout.
func slowly(t *testing.T) *Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(400 * time.Millisecond)
		_, _ = io.WriteString(w, `"x"`)
	}))
	t.Cleanup(server.Close)
	client, err := New(rest.Conn{BaseURL: server.URL, Auth: rest.Bearer(canaryToken), Timeout: 100 * time.Millisecond}, testPortal)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
