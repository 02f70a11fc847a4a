package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// reset receives a request and drops the connection.
func reset(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

// cut promises more than it sends.
func cut(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100")
	answer(http.StatusOK, `{"a":`)(w, r)
}

// never holds the request until the client has gone.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// outcome is how often the service is asked, and how the call ends.
type outcome struct {
	requests int
	kind     Kind
}

func TestRetryMatrix(t *testing.T) {
	t.Parallel()
	once := outcome{1, Temporary}
	all := outcome{3, Temporary}
	inDoubt := outcome{1, Unknown} // a server that fails does not say how far it came
	rows := []struct {
		name              string
		handle            http.HandlerFunc
		read, write, idem outcome
	}{
		{"408", answer(408, ""), all, once, all},
		{"429", answer(429, ""), once, once, once},
		{"429 with a short wait", answer(429, "", "Retry-After", "0"), all, all, all},
		{"429 with a long wait", answer(429, "", "Retry-After", "3600"), once, once, once},
		{"429 with an endless wait", answer(429, "", "Retry-After", "99999999999999999999"), once, once, once},
		{"500", answer(500, ""), once, inDoubt, once},
		{"501", answer(501, ""), once, inDoubt, once},
		{"502", answer(502, ""), all, inDoubt, outcome{3, Unknown}},
		{"503", answer(503, ""), all, inDoubt, all},
		{"503 with a long wait", answer(503, "", "Retry-After", "3600"), once, inDoubt, once},
		{"503 with an endless wait", answer(503, "", "Retry-After", "99999999999999999999"), once, inDoubt, once},
		{"504", answer(504, ""), all, inDoubt, outcome{3, Unknown}},
		{"400", answer(400, ""), outcome{1, Failed}, outcome{1, Failed}, outcome{1, Failed}},
		{"403", answer(403, ""), outcome{1, Credential}, outcome{1, Credential}, outcome{1, Credential}},
		{"404", answer(404, ""), outcome{1, NotFound}, outcome{1, NotFound}, outcome{1, NotFound}},
		{"409", answer(409, ""), outcome{1, Conflict}, outcome{1, Conflict}, outcome{1, Conflict}},
		{"reset", reset, all, inDoubt, outcome{3, Unknown}},
		{"cut", cut, all, inDoubt, outcome{3, Unknown}},
	}
	for _, row := range rows {
		for _, m := range []struct {
			method     string
			idempotent bool
			want       outcome
		}{
			{http.MethodGet, false, row.read}, {http.MethodHead, false, row.read},
			{http.MethodPost, false, row.write}, {http.MethodPatch, false, row.write},
			{http.MethodPut, false, row.write}, {http.MethodDelete, false, row.write},
			{http.MethodPut, true, row.idem}, {http.MethodDelete, true, row.idem},
		} {
			if row.name == "cut" && m.method == http.MethodHead {
				continue // has no body to cut
			}
			t.Run(row.name+" "+m.method+" "+strconv.FormatBool(m.idempotent), func(t *testing.T) {
				t.Parallel()
				s := serve(t, row.handle)
				c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2, Timeout: 20 * time.Second})
				err := write(t.Context(), c, m.method, m.idempotent)
				if got := (outcome{s.count(), KindOf(err)}); err == nil || got != m.want {
					t.Errorf("got %+v, want %+v: %v", got, m.want, err)
				}
			})
		}
	}
}

// All at once, since each takes two timeouts.
func TestAServiceThatNeverAnswers(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for _, row := range []struct {
		method     string
		idempotent bool
		want       outcome
	}{
		{http.MethodGet, false, outcome{2, Temporary}}, {http.MethodHead, false, outcome{2, Temporary}},
		{http.MethodPost, false, outcome{1, Unknown}}, {http.MethodPatch, false, outcome{1, Unknown}},
		{http.MethodPut, true, outcome{2, Unknown}}, {http.MethodDelete, true, outcome{2, Unknown}},
	} {
		s := serve(t, never)
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Timeout: time.Second})
		all.Go(func() {
			err := write(t.Context(), c, row.method, row.idempotent)
			if got := (outcome{s.count(), KindOf(err)}); got != row.want {
				t.Errorf("%s: got %+v, want %+v: %v", row.method, got, row.want, err)
			}
		})
	}
	all.Wait()
}

func TestAWriteThatFindsNoConnectionIsTemporary(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	s.Close() // the port is free now: refused
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2})
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if err := write(t.Context(), c, method, false); !Is(err, Temporary) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// A write that got as far as a connection that was then lost may have been
// carried out, whatever becomes of its repetitions.
func TestALostWriteStaysUnknownWhenItsRepetitionsAreRefused(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]http.HandlerFunc{
		"503": answer(503, ""), "429": answer(429, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s *service
			s = serve(t, func(w http.ResponseWriter, r *http.Request) {
				if s.count() == 1 {
					reset(w, r)
					return
				}
				then(w, r)
			})
			err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1}), http.MethodPut, true)
			if !Is(err, Unknown) || s.count() != 2 {
				t.Errorf("%d requests, %v", s.count(), err)
			}
		})
	}
}

func TestALostWriteStaysUnknownWhenTheServiceGoesAway(t *testing.T) {
	t.Parallel()
	var s *service
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		_ = s.Listener.Close() // further connections are refused
		reset(w, r)
	})
	err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1}), http.MethodPut, true)
	if !Is(err, Unknown) || s.count() != 1 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

// What the provider declares as refused before anything is no unknown outcome.
func TestUntouchedByAFailure(t *testing.T) {
	t.Parallel()
	p := Provider{Untouched: func(r *Response) bool { return string(r.Body) == "busy" }}
	for body, want := range map[string]Kind{"busy": Temporary, "broken": Unknown} {
		s := serve(t, answer(503, body))
		if err := write(t.Context(), connect(t, p, Conn{BaseURL: s.URL}), http.MethodPost, false); !Is(err, want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A removal that finds nothing, after an attempt of its own that may have removed
// it, is done; without one it is not found.
func TestGoneAfterAnAttempt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first      http.HandlerFunc
		method     string
		idempotent bool
		status     int
		want       outcome // kind is of the error; -1 = none
	}{
		"cut":           {cut, http.MethodDelete, true, 404, outcome{2, -1}},
		"reset":         {reset, http.MethodDelete, true, 410, outcome{2, -1}},
		"failed":        {answer(503, ""), http.MethodDelete, true, 404, outcome{2, -1}},
		"not let in":    {answer(429, "", "Retry-After", "0"), http.MethodDelete, true, 404, outcome{2, NotFound}},
		"at once":       {answer(404, ""), http.MethodDelete, true, 404, outcome{1, NotFound}},
		"a replacement": {reset, http.MethodPut, true, 404, outcome{2, NotFound}},
		"not sent anew": {reset, http.MethodDelete, false, 404, outcome{1, Unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := false
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if !asked {
					asked = true
					c.first(w, r)
					return
				}
				answer(c.status, "gone")(w, r)
			})
			conn := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2})
			call := NewCall(conn, Request{Name: "X", Method: c.method, Path: "x", Idempotent: c.idempotent}, JSON[any])
			sent, err := call.Send(t.Context())
			got := outcome{s.count(), KindOf(err)}
			if err == nil {
				got.kind = -1
			}
			if got != c.want || err == nil && string(sent) != "null" {
				t.Errorf("got %+v, want %+v: %s %v", got, c.want, sent, err)
			}
		})
	}
}

// Signing in is no change that anybody has to look after: it is tried again.
func TestALostSignIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handle http.HandlerFunc
		want   Kind
	}{
		"gateway": {answer(502, "<html>"), Temporary}, "failed": {answer(500, ""), Temporary},
		"cut": {cut, Temporary}, "reset": {reset, Temporary}, "a page": {answer(200, "<html>"), Failed},
		"refused by its code": {answer(500, "15000"), Credential},
	} {
		s := serve(t, c.handle)
		p := Provider{Failure: func(r *Response, e *Error) {
			if string(r.Body) == "15000" {
				e.Kind = Credential
			}
		}}
		conn := connect(t, p, Conn{BaseURL: s.URL, Retries: 2})
		_, err := NewCall(conn, Request{Name: "SignIn", Method: http.MethodPost, Path: "x", NoAuth: true, SignIn: true}, JSON[any]).Do(t.Context())
		if !Is(err, c.want) || s.count() != 1 {
			t.Errorf("%s: %d requests, %v", name, s.count(), err)
		}
	}
}

func TestRetryAfterBeyondTheDeadlineIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, "", "Retry-After", "90"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := write(ctx, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Timeout: 2 * time.Minute}), http.MethodGet, false)
	if e, ok := errors.AsType[*Error](err); !ok || e.RetryAfter != 90*time.Second || ctx.Err() != nil {
		t.Errorf("%v; the deadline: %v", err, ctx.Err())
	}
}

func TestNegativeRetriesAreNone(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: -1}), "x"); err != nil || s.count() != 1 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, "99999999999999999999": (1 << 30) * time.Second,
		"Fri, 02 Jan 2026 03:04:15 GMT": 10 * time.Second, "Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got, ok := retryAfter(http.Header{"Retry-After": {value}}, now); !ok || got != want {
			t.Errorf("%q: %v %v", value, got, ok)
		}
	}
	for _, value := range []string{"", "-1", "soon", "1.5"} {
		if got, ok := retryAfter(http.Header{"Retry-After": {value}}, now); ok {
			t.Errorf("%q: %v", value, got)
		}
	}
}

// A service that says in a header of its own how long a 429 lasts is waited for
// like one that says Retry-After, and only for as long as fits the timeout.
func TestResetOfTheServicesOwn(t *testing.T) {
	t.Parallel()
	for reset, want := range map[string]int32{"1": 2, "3600": 1, "": 1} {
		var calls atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Reset", reset)
			if calls.Add(1) == 1 {
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			_, _ = w.Write([]byte("{}"))
		}))
		t.Cleanup(server.Close)
		client, err := New(Provider{Name: "test", Reset: func(h http.Header) time.Duration {
			wait, _ := time.ParseDuration(h.Get("X-Reset") + "s")
			return wait
		}}, Conn{BaseURL: server.URL, Timeout: 5 * time.Second, Retries: 2})
		if err != nil {
			t.Fatal(err)
		}
		_, err = NewCall(client, Request{Name: "Write", Method: http.MethodPost, Path: "x"}, Ignore).Do(t.Context())
		if refused := Is(err, Temporary); calls.Load() != want || refused != (want == 1) {
			t.Errorf("reset %q: %d calls, %v", reset, calls.Load(), err)
		}
	}
}

// hangUp is a listener that closes the first connections unread.
type hangUp struct {
	net.Listener
	first int
}

func (l *hangUp) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil || l.first == 0 {
			return conn, err
		}
		l.first--
		_ = conn.Close()
	}
}

// A TLS connection that was never made has carried nothing: even a POST is
// safe to repeat.
func TestAPostIsRepeatedWhenItProvablyWasNotSent(t *testing.T) {
	t.Parallel()
	s := start(t, answer(http.StatusCreated, "{}"), func(s *httptest.Server) {
		s.Listener = &hangUp{s.Listener, 2}
		s.StartTLS()
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2, CACert: authorityOf(t, s)})
	if err := write(t.Context(), c, http.MethodPost, false); err != nil {
		t.Fatal(err)
	}
	if got := s.requests(); len(got) != 1 || got[0].Body != `{"a":1}` {
		t.Errorf("the service saw %+v", got)
	}
}

// Over plain http the connection is there, so nobody can say what was read.
func TestAPostIsNotRepeatedOnceItHasAConnection(t *testing.T) {
	t.Parallel()
	s := start(t, answer(http.StatusCreated, "{}"), func(s *httptest.Server) {
		s.Listener = &hangUp{s.Listener, 1}
		s.Start()
	})
	err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2}), http.MethodPost, false)
	if !Is(err, Unknown) || s.count() != 0 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

// The answer to an earlier request of the same attempt settles that request:
// what fails afterwards is judged by itself.
func TestARefusedRequestIsNotTakenForALostOne(t *testing.T) {
	t.Parallel()
	var s *service
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer old" {
			_ = s.Listener.Close()
			w.Header().Set("Connection", "close")
			answer(http.StatusUnauthorized, "")(w, r)
			return
		}
		answer(http.StatusOK, "{}")(w, r)
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Auth: &renewable{token: "old"}})
	if err := write(t.Context(), c, http.MethodPost, false); !Is(err, Temporary) {
		t.Errorf("refused with 401, then no connection: %v", err)
	}
}
