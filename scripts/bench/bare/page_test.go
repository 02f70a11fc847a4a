package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := `"U00000000001"`
		if r.FormValue("page-after") == "U00000000001" {
			next = "null"
		}
		fmt.Fprintf(w, `{"status":"success","moreAfter":%s,"data":[{"publicId":"a","memberships":[]},{"publicId":"b"}]}`, next)
	}))
	defer server.Close()
	env := map[string]string{"UNICTL_IXON_URL": server.URL + "/"}
	var out strings.Builder
	if err := run(func(name string) string { return env[name] }, &out); err != nil || out.String() != "4\n" {
		t.Errorf("read %q, %v: want 4 users on two pages", out.String(), err)
	}
}

func TestRunFails(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"status": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, `{"data":[]}`, http.StatusTeapot) },
		"cut":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":[{"publicId":"a"}`) },
		"empty":  func(http.ResponseWriter, *http.Request) {},
	} {
		server := httptest.NewServer(handler)
		var out strings.Builder
		if err := run(func(string) string { return server.URL }, &out); err == nil || out.Len() > 0 {
			t.Errorf("%s: read %q, want an error and no count", name, out.String())
		}
		server.Close()
	}
}
