package iot

import (
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	both(t, func(w *world) {
		remaining := func(r reply, limit string) int {
			t.Helper()
			n, err := strconv.Atoi(r.Header.Get("X-Rate-Limit-Remaining"))
			if err != nil || r.Header.Get("X-Rate-Limit-Limit") != limit || r.Header.Get("X-Rate-Limit-Reset") == "" {
				t.Errorf("headers %v, want the limit %s", r.Header, limit)
			}
			return n
		}
		if n := remaining(w.get(w.invites("")), "25000"); n != 24999 {
			t.Errorf("%d remaining", n)
		}
		// The account is what counts, not the person; another route counts apart.
		if n := remaining(w.send(w.signIn("bram.visser@example.com"), "GET", w.invites(""), ""), "25000"); n != 24998 {
			t.Errorf("%d remaining", n)
		}
		remaining(w.get("/auth/tokenInfo"), "600")
		remaining(w.send(w.token, "DELETE", w.invites("/x@y.example"), ""), "1800")
		if w.send("", "GET", "/health", "").Header.Get("X-Rate-Limit-Limit") != "" {
			t.Error("somebody unknown is limited")
		}
		for range 10 {
			w.send(w.token, "POST", "/accounts", `{"name":"Workshop"}`).ok(201)
		}
		w.now = w.now.Add(1500 * time.Millisecond)
		r := w.send(w.token, "POST", "/accounts", `{"name":"Workshop"}`).is(429,
			`{"error":"RateLimit","message":"Too many requests. Limit will reset in 3599 seconds"}`)
		if n := remaining(r, "10"); n != -1 || r.Header.Get("X-Rate-Limit-Reset") != "3599" || r.Header.Get("Retry-After") != "" {
			t.Errorf("headers %v", r.Header)
		}
		w.now = w.now.Add(time.Hour)
		w.token = w.signIn(w.set["user"])
		w.send(w.token, "POST", "/accounts", `{"name":"Workshop"}`).ok(201)
	})
}

func TestFail(t *testing.T) {
	both(t, func(w *world) {
		fail := func(status int, retryAfter string) reply {
			rec := httptest.NewRecorder()
			if retryAfter != "" {
				rec.Header().Set("Retry-After", retryAfter)
			}
			w.svc.Fail(rec, status)
			return reply{w: w, Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
		}
		fail(401, "").guarded()
		fail(500, "").is(500, brokenJSON)
		for given, seconds := range map[string]string{"": "3600", "30": "30"} {
			r := fail(429, given).is(429, `{"error":"RateLimit","message":"Too many requests. Limit will reset in `+seconds+` seconds"}`)
			if r.Header.Get("X-Rate-Limit-Reset") != seconds || r.Header.Get("X-Rate-Limit-Remaining") != "0" || r.Header.Get("Retry-After") != "" {
				t.Errorf("headers %v", r.Header)
			}
		}
	})
}
