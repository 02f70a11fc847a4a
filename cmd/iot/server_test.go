package iot

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

const (
	testAccount  = "0c574252-31d5-4b76-bce6-53f2c56b544d"
	otherAccount = "1d685363-42e6-4c87-8df7-64a3d67c655e"
	testInvite   = "5f0e5f1c-6b1e-4f0e-9a53-0d6d5a1f7f10"
	testUser     = "7a1d3b56-90aa-4c0e-b3f2-1e2d3c4b5a69"
	invitesRoute = "GET accounts/" + testAccount + "/invites"
	usersRoute   = "GET accounts/" + testAccount + "/users"
	tokenRoute   = "GET auth/tokenInfo"
	meRoute      = "GET auth/me"
	nora         = "nora@example.com"
	norasUC      = "Nora@Example.com"

	invitationBody = `{"_id":"` + testInvite + `","accountId":"` + testAccount + `","email":"a@b.example","domainId":"` + testAccount + `","accountName":"Plant North"}`
	infoJ          = `{"header":{"typ":"JWT"},"payload":{"sub":"` + testUser + `","exp":1795387075355,"accounts":[{"id":"` + testAccount + `","name":"Plant North","role":"admin"}],"type":"user"}}`
	infoK          = `{"payload":{"sub":"` + testUser + `","email":"a@b.example","exp":1795387075,"accounts":[{"id":"` + testAccount + `","role":"user"}]},"header":{"alg":"RS256"}}`
	infoForged     = `{"payload":{"sub":"` + testUser + `","email":"a@b.example","exp":1795387075,"accounts":[]}}` // as servers of kind K answer to a void token
)

// answer is one prepared answer; text is one that is no JSON.
type answer struct {
	status int
	body   string
	text   bool
}

func ok(body string) answer { return answer{status: 200, body: body} }

// refusedJ is the route guard of servers of kind J.
func refusedJ() answer { return answer{status: 401, body: `{"business":true,"status":500,"code":401}`} }

// server answers by "METHOD path below the API", the last of several answers
// again and again, and notes what it was asked.
type server struct {
	mu     sync.Mutex
	routes map[string][]answer
	calls  []string
	tokens []string
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	call := r.Method + " " + strings.TrimPrefix(r.RequestURI, "/v1/api/")
	s.calls, s.tokens = append(s.calls, call), append(s.tokens, r.Header.Get("Authorization"))
	a := answer{status: 503}
	if prepared := s.routes[call]; len(prepared) > 0 {
		a = prepared[0]
		s.routes[call] = prepared[min(1, len(prepared)-1):]
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if a.text {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// readOnly fails the test when anything but reads arrived.
func (s *server) readOnly(t *testing.T) {
	t.Helper()
	if slices.ContainsFunc(s.calls, func(call string) bool { return !strings.HasPrefix(call, "GET ") }) {
		t.Errorf("sent %q", s.calls)
	}
}

func serve(t *testing.T, routes map[string]answer) (*server, *iotinvites.Client) {
	t.Helper()
	several := map[string][]answer{}
	for name, a := range routes {
		several[name] = []answer{a}
	}
	return serveFor(t, several, rest.Conn{Auth: rest.Bearer("tok-0123456789")}, testAccount)
}

func serveFor(t *testing.T, routes map[string][]answer, conn rest.Conn, account string) (*server, *iotinvites.Client) {
	t.Helper()
	s := &server{routes: routes}
	running := httptest.NewServer(s)
	t.Cleanup(running.Close)
	conn.BaseURL, conn.Rate, conn.Explain = running.URL, &rest.Rate{}, explain
	client, err := iotinvites.New(conn, account)
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
	return e
}

// renewing has further tokens for when one is refused.
type renewing struct {
	tokens  []string
	renewed int
	err     error
}

func (*renewing) Header() string { return "Authorization" }

func (r *renewing) Apply(ctx context.Context, request *http.Request) error {
	return rest.Bearer(r.tokens[0]).Apply(ctx, request)
}

func (r *renewing) Renew(context.Context, *http.Request) (bool, error) {
	if r.err != nil || len(r.tokens) == 1 {
		return false, r.err
	}
	r.tokens, r.renewed = r.tokens[1:], r.renewed+1
	return true, nil
}

// peopleRoutes are the answers of a server to the user me; list is what it says
// of the members, "" = it is closed to them.
func peopleRoutes(me, list string) map[string]answer {
	routes := map[string]answer{tokenRoute: ok(infoJ), meRoute: ok(me), invitesRoute: ok(`["omar@example.com"]`), usersRoute: refusedJ()}
	if list != "" {
		routes[usersRoute] = ok(list)
	}
	return routes
}

func person(id, role string) string {
	return `{"id":"` + id + `","email":"` + id + `@b.example","accounts":{"` + testAccount + `":"` + role + `"}}`
}

func asMe(id, role string) string {
	return `{"id":"` + id + `","email":"` + id + `@b.example","accounts":{"` + testAccount + `":{"name":"Plant North","role":"` + role + `"}}}`
}
