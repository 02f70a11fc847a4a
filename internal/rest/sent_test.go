package rest

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

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
