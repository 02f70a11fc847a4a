package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// renewable is a credential that becomes "new", or fails to.
type renewable struct {
	mu      sync.Mutex
	token   string
	renewed int
	refused string // what the refused request carried
	stale   bool   // Renew finds nothing better
	err     error
}

func (a *renewable) Header() string { return "Authorization" }

func (a *renewable) Apply(_ context.Context, r *http.Request) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	r.Header.Set("Authorization", "Bearer "+a.token)
	return nil
}

func (a *renewable) Renew(_ context.Context, refused *http.Request) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused = refused.Header.Get("Authorization")
	a.renewed++
	if a.err != nil || a.stale {
		return false, a.err
	}
	a.token = "new"
	return true, nil
}

// onlyNew accepts the token "new".
func onlyNew(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "Bearer new" {
		answer(http.StatusOK, `{"ok":true}`)(w, r)
		return
	}
	answer(http.StatusUnauthorized, `{"message":"expired"}`)(w, r)
}

func TestA401IsRenewedOnceAndTheBodySentAgain(t *testing.T) {
	t.Parallel()
	s := serve(t, onlyNew)
	auth := &renewable{token: "old"}
	if err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: auth}), http.MethodPost, false); err != nil {
		t.Fatal(err)
	}
	got := s.requests()
	if len(got) != 2 || got[0].Body != got[1].Body || got[1].Body != `{"a":1}` || auth.renewed != 1 || auth.refused != "Bearer old" {
		t.Errorf("renewed %d times, %q was refused; the service saw %+v", auth.renewed, auth.refused, got)
	}
}

func TestASecond401IsReturned(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusUnauthorized, "no"))
	auth := &renewable{token: "old"}
	err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: auth, Retries: 3}), http.MethodPost, false)
	if !Is(err, Credential) || s.count() != 2 || auth.renewed != 1 {
		t.Errorf("%d requests, renewed %d times, %v", s.count(), auth.renewed, err)
	}
}

func TestACredentialThatCannotBeRenewedKeepsThe401(t *testing.T) {
	t.Parallel()
	var body string
	p := Provider{Failure: func(r *Response, _ *Error) { body = string(r.Body) }}
	s := serve(t, onlyNew)
	_, err := fetch(t, connect(t, p, Conn{BaseURL: s.URL, Auth: Bearer("old")}), "x")
	if !Is(err, Credential) || s.count() != 1 || body != `{"message":"expired"}` {
		t.Errorf("%d requests, body %q, %v", s.count(), body, err)
	}
}

func TestAFailedRenewalIsTheError(t *testing.T) {
	t.Parallel()
	typed := &Error{Kind: Temporary, Message: "sign-in is down"}
	for name, row := range map[string]struct {
		err  error
		want Kind
	}{
		"typed": {typed, Temporary}, "plain": {errors.New("wrong password"), Credential},
		"slow": {fmt.Errorf("sign-in: %w", context.DeadlineExceeded), Temporary},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, onlyNew)
			c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: &renewable{token: "old", err: row.err}, Retries: 3})
			err := write(t.Context(), c, http.MethodPost, false)
			known, ok := errors.AsType[*Error](err)
			if !ok || known.Kind != row.want || s.count() != 1 {
				t.Fatalf("%d requests, %v", s.count(), err)
			}
			if known.Unsigned != (name != "slow") {
				t.Errorf("unsigned %t: %v", known.Unsigned, err)
			}
		})
	}
}

func TestParallel401sRenewOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, onlyNew)
	auth := &renewable{token: "old"}
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: auth})
	parallel(16, func() {
		if _, err := fetch(t, c, "x"); err != nil {
			t.Error(err)
		}
	})
	if auth.renewed != 1 {
		t.Errorf("renewed %d times", auth.renewed)
	}
}

// As many workers as there are connections must not wait for each other when
// the sign-in goes to the same service.
func TestRenewingNeedsNoneOfTheWaitingConnections(t *testing.T) {
	t.Parallel()
	s := serve(t, onlyNew)
	auth := &signingIn{}
	auth.client = connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: auth})
	auth.token = "old"
	parallel(2*maxConns, func() {
		if _, err := fetch(t, auth.client, "x"); err != nil {
			t.Error(err)
		}
	})
}

// signingIn renews with a call of the client that it belongs to.
type signingIn struct {
	renewable
	client *Client
}

func (a *signingIn) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	r := Request{Name: "SignIn", Method: http.MethodGet, Path: "sign-in", NoAuth: true}
	r.Header = http.Header{"Authorization": {"Bearer new"}}
	if _, err := NewCall(a.client, r, Ignore).Do(ctx); err != nil {
		return false, err
	}
	return a.renewable.Renew(ctx, refused)
}

func TestALeaderThatIsCancelledDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	n := &renewal{auth: &renewable{}}
	n.current = &attemptToRenew{ended: make(chan struct{}), err: context.Canceled}
	close(n.current.ended)
	done := make(chan error, 1)
	go func() {
		_, err := n.after(httptest.NewRequest(http.MethodGet, "/", nil), 0)
		done <- err
	}()
	time.Sleep(20 * time.Millisecond) // it finds the leader, most likely
	n.mu.Lock()
	n.current = nil
	n.mu.Unlock()
	if err := <-done; err != nil || n.generation() != 1 {
		t.Errorf("generation %d, %v", n.generation(), err)
	}
}

func TestWaitingForARenewalEndsWithTheContext(t *testing.T) {
	t.Parallel()
	n := &renewal{auth: &renewable{}, current: &attemptToRenew{ended: make(chan struct{})}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := n.after(httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx), 0); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestACredentialWithALineBreakIsNotSent(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	_, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: Bearer("canary\r"), Retries: 3}), "x")
	if !Is(err, Credential) || s.count() != 0 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

func TestNoAuthIsSentWithoutTheCredential(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	r := Request{Name: "Ping", Method: http.MethodGet, Path: "ping", NoAuth: true}
	if _, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: Bearer("canary")}), r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[0].Header.Get("Authorization"); got != "" {
		t.Errorf("sent %q", got)
	}
}

func parallel(workers int, do func()) {
	var all sync.WaitGroup
	for range workers {
		all.Go(do)
	}
	all.Wait()
}
