package rest

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"

	"unictl/internal/ratelimit"
)

// service is an HTTP server that remembers what it was asked.
type service struct {
	*httptest.Server
	mu   sync.Mutex
	seen []seen
}

type seen struct {
	Method, Target, Body string
	Header               http.Header
}

func (s *service) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

func (s *service) count() int { return len(s.requests()) }

func (s *service) remember(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, seen{r.Method, r.URL.RequestURI(), string(body), r.Header.Clone()})
		s.mu.Unlock()
		handle(w, r)
	}
}

func serve(t testing.TB, handle http.HandlerFunc) *service {
	return start(t, handle, (*httptest.Server).Start)
}

func serveTLS(t testing.TB, handle http.HandlerFunc) *service {
	return start(t, handle, (*httptest.Server).StartTLS)
}

func start(t testing.TB, handle http.HandlerFunc, begin func(*httptest.Server)) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewUnstartedServer(s.remember(handle))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // broken handshakes are what some tests are about
	begin(s.Server)
	t.Cleanup(s.Close)
	return s
}

// answer always gives the same status and body.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// connect is New with a back-off too short to notice.
func connect(t testing.TB, p Provider, conn Conn) *Client {
	t.Helper()
	if p.Name == "" {
		p.Name = "test"
	}
	if conn.Turns == nil {
		conn.Turns = func(_ string, r Rate) Turns {
			return ratelimit.New("", p.Name, "", ratelimit.Options{PerSecond: r.PerSecond, Burst: r.Burst, LongestWait: conn.Timeout})
		}
	}
	c, err := New(p, conn)
	if err != nil {
		t.Fatal(err)
	}
	c.resty.SetRetryWaitTime(time.Millisecond)
	return c
}

// fetch reads path and gives the answer's JSON.
func fetch(t testing.TB, c *Client, path string, query ...Param) (json.RawMessage, error) {
	t.Helper()
	return NewCall(c, Get("Read", path, query...), JSON[json.RawMessage]).Do(t.Context())
}

// write sends a body with a method.
func write(ctx context.Context, c *Client, method string, idempotent bool) error {
	r := Request{Name: "Write", Method: method, Path: "things", Body: []byte(`{"a":1}`), Idempotent: idempotent}
	_, err := NewCall(c, r, JSON[json.RawMessage]).Do(ctx)
	return err
}

// plainResty is resty as it comes: what the trap tests compare with.
func plainResty(s *service) *resty.Client {
	return resty.NewWithClient(s.Client()).SetBaseURL(s.URL).SetLogger(silent{})
}
