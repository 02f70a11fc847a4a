package ixon

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// service answers GET of a path with its data, whatever the query, and notes
// what it is asked. "403" and the like stand for a refusal; a path that it does
// not have is not found.
type service struct {
	data  map[string]string
	mu    sync.Mutex
	calls []string // "GET /users?…"
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/api")
	s.mu.Lock()
	s.calls = append(s.calls, strings.TrimSuffix(r.Method+" "+path+"?"+r.URL.Query().Get("filters"), "?"))
	data, known := s.data[path]
	s.mu.Unlock()
	switch {
	case !known:
		w.WriteHeader(http.StatusNotFound)
	case data == "403":
		w.WriteHeader(http.StatusForbidden)
	case data == "500":
		w.WriteHeader(http.StatusInternalServerError)
	default:
		_, _ = w.Write([]byte(`{"status":"success","type":"Whatever","data":` + data + `}`))
	}
}

func (s *service) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.calls...)
}

func serve(t *testing.T, data map[string]string) (*service, *ixon.Client) {
	t.Helper()
	s := &service{data: data}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	conn := rest.Conn{BaseURL: server.URL + "/api/", Auth: rest.Bearer("token"), Rate: &rest.Rate{}, Explain: explain}
	client, err := ixon.New(conn, ixon.Settings{Application: "App000000001", Company: "1111-2222-3333-4444-5555"})
	if err != nil {
		t.Fatal(err)
	}
	return s, client
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
