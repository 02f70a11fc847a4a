package devo

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

const (
	canaryToken  = "ca9a12b01ca9a12b01ca9a12b01ca9a1" // the credential
	canarySecret = "canary-api-secret-7c1e"
	canaryValue  = "0ca9a17e0ca9a17e0ca9a17e0ca9a17e" // of another token
	testCID      = "cid-0123-4567"
	place        = "/ws/accounts/my_domain@test/credentials/tokens"
)

// row is a token as the contract's example shows it (§3.4).
const row = `{"name":"ci ingest","id":41,"scope":"table://my.app.web.access level://admin","owner":"admin@example.com",` +
	`"user":"svc-ci@example.com","audience":"apiv2 http","token_type":"Bearer","active":true,"expiration":"2030-01-02T03:04:05.000+0000",` +
	`"account":"my_domain@test","created":"2029-01-02T03:04:05.000+0000","updated":"2029-01-02T03:04:05.000+0000","expires_in_seconds":31536000}`

// entry is a token with few fields.
func entry(id, name string) string { return `{"id":` + id + `,"name":"` + name + `","active":true}` }

// withValue is a token with its value under a key that nobody knows.
func withValue(id, value string) string {
	return `{"id":` + id + `,"name":"ci","active":true,"zebra":"` + value + `"}`
}

func decode(t *testing.T, text string) devotokens.Token {
	t.Helper()
	var token devotokens.Token
	if err := json.Unmarshal([]byte(text), &token); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return token
}

// reply is one scripted answer of the server.
type reply struct {
	status int
	body   string
}

func good(body string) reply { return reply{http.StatusOK, body} }

func refusal(status int, message string) reply {
	return reply{status, `{"error":{"code":1,"message":"` + message + `"}}`}
}

// script answers calls in order and notes them, as "GET /41"; the last answer
// repeats.
type script struct {
	mu      sync.Mutex
	replies []reply
	calls   []string
	bodies  []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	a := s.replies[min(len(s.calls), len(s.replies)-1)]
	s.calls = append(s.calls, r.Method+" "+strings.TrimPrefix(r.RequestURI, place))
	s.bodies = append(s.bodies, string(body))
	s.mu.Unlock()
	w.Header().Set("x-devo-cid", testCID)
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func serve(t *testing.T, replies ...reply) (*script, *devotokens.Client) {
	t.Helper()
	return serveAs(t, rest.Bearer(canaryToken), replies...)
}

func serveAs(t *testing.T, credential rest.Auth, replies ...reply) (*script, *devotokens.Client) {
	t.Helper()
	s := &script{replies: replies}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	secrets := &rest.Secrets{}
	secrets.Add(canaryToken, canarySecret)
	client, err := devotokens.New(rest.Conn{BaseURL: server.URL, Auth: credential, Secrets: secrets}, devotokens.Settings{Account: "my_domain@test"})
	if err != nil {
		t.Fatal(err)
	}
	return s, client
}

// asError is err as an error of this kind that shows no canary; the test fails
// otherwise.
func asError(t *testing.T, err error, kind rest.Kind) *rest.Error {
	t.Helper()
	e, ok := err.(*rest.Error)
	if !ok {
		t.Fatalf("got %T %v, want a *rest.Error", err, err)
	}
	if e.Kind != kind || e.Provider != "devo" {
		t.Errorf("%s of kind %v, want devo and %v: %v", e.Provider, e.Kind, kind, e)
	}
	for _, text := range []string{e.Error(), e.Hint, e.URL} {
		if strings.Contains(text, canaryToken) || strings.Contains(text, canarySecret) || strings.Contains(text, canaryValue) {
			t.Errorf("the error shows a secret: %s", text)
		}
	}
	return e
}

func of(id string) oneToken { return oneToken{Token: cli.Ref{ID: id, Text: id}} }
