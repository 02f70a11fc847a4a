package rest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestElsewhereIsTheHintWhenSomethingElseAnswered(t *testing.T) {
	t.Parallel()
	refusing := serve(t, never)
	refusing.Close()
	plain := serve(t, answer(200, "{}"))
	for name, row := range map[string]struct {
		url, method string
		guessed     bool
	}{
		"refused":            {refusing.URL, "POST", true},
		"no TLS there":       {strings.Replace(plain.URL, "http:", "https:", 1), "POST", true},
		"a page, 200":        {serve(t, answer(200, "<html>login")).URL, "GET", true},
		"a page, 200, write": {serve(t, answer(200, "<html>login")).URL, "POST", true},
		"a page, 403":        {serve(t, answer(403, "<!DOCTYPE html>")).URL, "POST", true},
		"text, 200":          {serve(t, answer(200, "hello")).URL, "GET", true},
		"text, 400":          {serve(t, answer(400, "Bad Request")).URL, "GET", true},
		"404, read":          {serve(t, answer(404, "")).URL, "GET", true},
		"404, write":         {serve(t, answer(404, "")).URL, "POST", true},
		"no answer":          {serve(t, reset).URL, "GET", true},
		"redirect":           {serve(t, answer(302, "", "Location", "/login")).URL, "GET", true},
		"its own refusal":    {serve(t, answer(409, `{"message":"exists"}`)).URL, "POST", false},
		"its own trouble":    {serve(t, answer(503, "")).URL, "GET", false},
		"lost write":         {serve(t, reset).URL, "POST", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for guess, want := range map[string]bool{"that is the portal itself": row.guessed, "": false} {
				var asked string
				c := connect(t, Provider{Elsewhere: func(base *url.URL) string {
					asked = base.Host
					base.Host = "spoilt"
					return guess
				}}, Conn{BaseURL: row.url})
				err := write(t.Context(), c, row.method, false)
				e, ok := errors.AsType[*Error](err)
				if !ok || strings.Contains(e.Hint, "the portal itself") != want {
					t.Fatalf("%v; hint %q", err, e.Hint)
				}
				if row.guessed && (asked == "" || c.Host() != asked) {
					t.Errorf("asked about %q, connected to %q", asked, c.Host())
				}
				if guess == "" && row.guessed && e.Hint == "" && e.Status != http.StatusNotFound && e.Status != http.StatusBadRequest {
					t.Errorf("no hint: %v", err)
				}
			}
		})
	}
}

// A sign-in that meets something else says so, although its own outcome is
// unknown.
func TestElsewhereIsTheHintOfASignInThatFailed(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			reset(w, r)
			return
		}
		answer(401, "{}")(w, r)
	})
	p := Provider{Elsewhere: func(*url.URL) string { return "that is the portal itself" }}
	signIn := connect(t, p, Conn{BaseURL: s.URL})
	_, lost := NewCall(signIn, Request{Name: "SignIn", Method: http.MethodPost, Path: "x", NoAuth: true, SignIn: true}, Ignore).Do(t.Context())
	c := connect(t, p, Conn{BaseURL: s.URL, Auth: &renewable{err: lost}})
	_, err := fetch(t, c, "x")
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != Temporary || e.Hint != "that is the portal itself" {
		t.Errorf("%v", err)
	}
}
