package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestRun(t *testing.T) {
	var mu sync.Mutex
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, string(body))
		if strings.Contains(string(body), "refused") {
			w.WriteHeader(http.StatusTeapot)
		} else {
			w.WriteHeader(http.StatusCreated)
		}
		_, _ = io.WriteString(w, `{"data":{}}`)
	}))
	defer server.Close()
	env := func(string) string { return server.URL }
	path := filepath.Join(t.TempDir(), "people.csv")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("email\nada@example.com\nbob@example.com\n")
	if err := run([]string{"-jobs", "2", path}, env); err != nil || len(bodies) != 2 {
		t.Errorf("sent %q, %v", bodies, err)
	}
	write("email\nrefused@example.com\n")
	if err := run([]string{path}, env); err == nil {
		t.Error("a refusal is no error")
	}
}
