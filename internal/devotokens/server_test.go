package devotokens

import (
	"context"
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
	testAccount  = "my_domain@test"
	testCID      = "cid-0123-4567"
	canaryToken  = "ca9a12b01ca9a12b01ca9a12b01ca9a1" // the credential
	canarySecret = "canary-api-secret-7c1e"
	canaryValue  = "0ca9a17e0ca9a17e0ca9a17e0ca9a17e" // of another token
)

// row is a token as the contract's example shows it (§3.4).
const row = `{"name":"ci ingest","id":41,"scope":"table://my.app.web.access level://admin","owner":"admin@example.com",` +
	`"user":"svc-ci@example.com","audience":"apiv2 http","token_type":"Bearer","active":true,"expiration":"2030-01-02T03:04:05.000+0000",` +
	`"account":"my_domain@test","created":"2029-01-02T03:04:05.000+0000","updated":"2029-01-02T03:04:05.000+0000","expires_in_seconds":31536000}`

// answer200 is a success with the correlation id that every answer has.
func answer200(body string) reply { return reply{status: 200, body: body} }

// reply is one scripted answer of the server.
type reply struct {
	status int
	body   string
	header http.Header
	cut    bool // the connection ends before the body does
}

// seen is a request as it arrived.
type seen struct {
	method, uri, body string
	header            http.Header
}

// script answers calls in order and notes them; the last answer repeats.
type script struct {
	mu      sync.Mutex
	replies []reply
	calls   []seen
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	a := s.replies[min(len(s.calls), len(s.replies)-1)]
	s.calls = append(s.calls, seen{r.Method, r.RequestURI, string(body), r.Header.Clone()})
	s.mu.Unlock()
	w.Header().Set("x-devo-cid", testCID)
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
	return serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{Account: testAccount}, replies...)
}

func serveWith(t testing.TB, conn rest.Conn, settings Settings, replies ...reply) (*script, *Client) {
	t.Helper()
	s := &script{replies: replies}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	conn.BaseURL = server.URL + "/xxx" // the docs leave room for a context path (§1.1)
	conn.UserAgent = "unictl/test"
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	conn.Secrets.Add(canaryToken, canarySecret)
	client, err := New(conn, settings)
	if err != nil {
		t.Fatal(err)
	}
	return s, client
}

// signedAt is the time of the contract's test vectors (§2.2).
func signedAt() time.Time { return time.UnixMilli(1700000000000) }

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
	if e.Provider != "devo" {
		t.Errorf("provider %q", e.Provider)
	}
	hidden(t, "the error", strings.Join([]string{e.Message, e.Hint, e.URL, e.RequestID, e.Code, e.Error()}, "\n"))
	for _, field := range e.Fields {
		hidden(t, "a field of the error", field.Name+field.Message)
	}
	return e
}

// hidden holds that a text shows none of the canaries.
func hidden(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range []string{canaryToken, canarySecret, canaryValue} {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows a secret: %s", what, text)
		}
	}
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
