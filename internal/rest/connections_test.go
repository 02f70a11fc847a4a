package rest

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// counting is a service that counts the connections opened to it.
func counting(t testing.TB, handle http.HandlerFunc, begin func(*httptest.Server)) (*service, *atomic.Int64) {
	t.Helper()
	var opened atomic.Int64
	s := start(t, handle, func(s *httptest.Server) {
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				opened.Add(1)
			}
		}
		begin(s)
	})
	return s, &opened
}

// spread has workers do n calls between them.
func spread(workers, n int, do func()) {
	var next atomic.Int64
	parallel(workers, func() {
		for next.Add(1) <= int64(n) {
			do()
		}
	})
}

func TestAThousandCallsShareFewConnections(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*httptest.Server){
		"http": (*httptest.Server).Start, "https": (*httptest.Server).StartTLS,
		"https, HTTP/2": func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() },
	} {
		for calls, workers := range map[int]int{1000: 16, 200: 64} {
			most := int64(maxConns)
			if workers > maxConns {
				most *= 2 // a slow machine replaces some
			}
			s, opened := counting(t, answer(200, users(25)), begin)
			conn := Conn{BaseURL: s.URL, Timeout: time.Minute}
			if name != "http" {
				conn.CACert = authorityOf(t, s)
			}
			c := connect(t, Provider{}, conn)
			spread(workers, calls, func() {
				if _, err := fetch(t, c, "x"); err != nil {
					t.Error(err)
				}
			})
			if n := opened.Load(); n > most || s.count() != calls {
				t.Errorf("%s, %d workers: %d connections for %d requests", name, workers, n, s.count())
			}
		}
	}
}

// Errors must give their connection back too.
func TestRefusalsShareConnections(t *testing.T) {
	t.Parallel()
	s, opened := counting(t, answer(404, `{"message":"no"}`), (*httptest.Server).Start)
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: &renewable{token: "old", stale: true}})
	for range 50 {
		if _, err := fetch(t, c, "x"); !Is(err, NotFound) {
			t.Fatal(err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// users is a page of n people.
func users(n int) string {
	type user struct {
		ID    string `json:"publicId"`
		Name  string `json:"name"`
		Email string `json:"emailAddress"`
		Seen  string `json:"lastSeenOn"`
	}
	page := struct {
		Data []user `json:"data"`
	}{make([]user, n)}
	for i := range page.Data {
		page.Data[i] = user{"Us3rUs3rUs3r", "Ada Example", "ada@example.com", "2026-01-02T03:04:05Z"}
	}
	text, err := json.Marshal(page)
	if err != nil {
		panic(err) // texts marshal
	}
	return string(text)
}
