package iot

import (
	"net/http"
	"strings"
	"testing"
)

// contract §1 and §6
func TestStrayPaths(t *testing.T) {
	both(t, func(w *world) {
		for _, c := range []struct{ method, path string }{
			{"GET", "/accounts"}, {"GET", "/nothing"}, {"GET", "/Accounts/" + w.set["account"]}, {"PATCH", "/accounts/" + w.set["account"]},
			{"GET", "//accounts/" + w.set["account"]}, {"POST", "/accounts/" + w.set["account"] + "/nothing"}, {"DELETE", "/invites/x"},
		} {
			r := w.send(w.token, c.method, c.path, "")
			if w.dialect == DialectJ {
				r.guarded()
			} else {
				r.page(404)
			}
		}
		// What the table of J knows by its beginning gets as far as K.
		for _, path := range []string{w.invites("/" + otherEmail), "/users/x/y", "/invites/a/b"} {
			w.get(path).page(404)
		}
		w.send("", "GET", "/users/x/y", "").stray()
		w.send(w.signIn("nadia.rahman@example.com"), "PUT", "/accounts/"+w.set["account"]+"/x", "").stray()
		for _, path := range []string{"^/V1/API/health", "^/v1/API/health", "^/v1/other", "^/", "^"} {
			r := w.get(path).ok(302)
			if r.Header.Get("Location") != "/" {
				t.Errorf("%s leads to %q", path, r.Header.Get("Location"))
			}
		}
	})
}

// stray wants what whoever may do nothing gets at no route.
func (r reply) stray() {
	r.w.Helper()
	if r.w.dialect == DialectJ {
		r.guarded()
		return
	}
	r.page(404)
}

func TestMethods(t *testing.T) {
	both(t, func(w *world) {
		if r := w.send(w.token, "HEAD", w.invites(""), ""); r.Status != by(w, 401, 200) || r.Body != "" {
			t.Errorf("HEAD: %d %q", r.Status, r.Body)
		}
		if r := w.send("", "OPTIONS", w.invites(""), "").ok(200); r.Header.Get("Access-Control-Allow-Methods") == "" {
			t.Errorf("OPTIONS: %v", r.Header)
		}
		if w.get("/health").Header.Get("ETag") == "" {
			t.Error("no ETag")
		}
	})
}

func TestPublic(t *testing.T) {
	both(t, func(w *world) {
		got := w.send("", "GET", "/health", "").ok(200).object()
		if got["kind"] != "healthcheck" || got["isHealthy"] != true || got["name"] != "dashboard" || got["currentSetting"] != "local" {
			t.Errorf("health %v", got)
		}
		w.send("", "GET", "/time", "").is(200, `{"actualTime":"2026-03-01 12:00:00"}`)
	})
}

func TestBodies(t *testing.T) {
	both(t, func(w *world) {
		post := func(kind, body string) reply {
			t.Helper()
			req, err := http.NewRequest("POST", w.set["url"]+w.invites(""), strings.NewReader(body))
			w.must(err)
			req.Header.Set("Authorization", "Bearer "+w.token)
			req.Header.Set("Content-Type", kind)
			return w.do(req)
		}
		const ignored = `{"code":400,"message":"Invalid request","errors":[" property 'email' is required."]}`
		post("text/plain", `{"email":"a@example.com"}`).is(400, ignored)
		post("", `{"email":"a@example.com"}`).is(400, ignored)
		post("application/json", "").is(400, ignored)
		post("application/x-www-form-urlencoded", "email=a%2Bb%40example.com").ok(201)
		post("application/json; charset=utf-8", `{"email":"a@example.com"}`).ok(201)
		post("application/json", `{"email":`).is(400, `{"code":400,"status":400,"message":"Invalid request"}`)
		post("application/json", `{"email":"`+strings.Repeat("x", maxBody)+`"}`).ok(413)
	})
}
