package rest

import (
	"net"
	"net/http"
	"strconv"
	"sync"
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
		{"500", answer(500, ""), once, once, once},
		{"501", answer(501, ""), once, once, once},
		{"502", answer(502, ""), all, outcome{1, Unknown}, outcome{3, Unknown}},
		{"503", answer(503, ""), all, once, all},
		{"503 with a long wait", answer(503, "", "Retry-After", "3600"), once, once, once},
		{"503 with an endless wait", answer(503, "", "Retry-After", "99999999999999999999"), once, once, once},
		{"504", answer(504, ""), all, outcome{1, Unknown}, outcome{3, Unknown}},
		{"400", answer(400, ""), outcome{1, Failed}, outcome{1, Failed}, outcome{1, Failed}},
		{"403", answer(403, ""), outcome{1, Credential}, outcome{1, Credential}, outcome{1, Credential}},
		{"404", answer(404, ""), outcome{1, NotFound}, outcome{1, NotFound}, outcome{1, NotFound}},
		{"409", answer(409, ""), outcome{1, Conflict}, outcome{1, Conflict}, outcome{1, Conflict}},
		{"reset", reset, all, outcome{1, Unknown}, outcome{3, Unknown}},
		{"cut", cut, all, outcome{1, Unknown}, outcome{3, Unknown}},
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
