package intrexx

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t, 1)
	r := w.signIn(w.set["password"]).ok(200)
	parts := strings.Split(r.Body, ".")
	if r.Header.Get("Content-Type") != kindText || len(parts) != 3 || r.Body != strings.TrimSpace(r.Body) {
		t.Fatalf("token %q of type %s", r.Body, r.Header.Get("Content-Type"))
	}
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || string(header) != `{"alg":"HS256","typ":"JWT"}` || !strings.Contains(string(payload), `"sub":"iaa-admin"`) {
		t.Errorf("%s %s %v", header, payload, err)
	}
	for _, body := range []string{"", "[]", "null", `{"name":"iaa-admin"}`, `{"name":"iaa-admin","password":""}`,
		`{"username":"iaa-admin","password":"x"}`, `{"name":"iaa-admin","password":"x",}`, `{"name":"a","password":"b"} {}`} {
		if r := w.as("", "POST", "/auth", body); r.Status != 400 {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
}

func TestWrongPassword(t *testing.T) {
	shapes := map[string]bool{}
	states(t, func(w *world) {
		r := w.signIn("canary-of-a-password").refused(401, "name or password is wrong")
		if strings.Contains(r.Body, "canary") {
			w.Error("the password comes back")
		}
		shape := "text"
		if strings.HasPrefix(r.Body, "{") {
			for name, value := range r.object() {
				if value == "name or password is wrong" {
					shape = name
				}
			}
		}
		shapes[shape] = true
	})
	if len(shapes) < 3 {
		t.Errorf("six states have these shapes: %v", shapes)
	}
}

func TestSignInErrorUnderAKeyOfItsOwn(t *testing.T) {
	w := stateWhere(t, func(v *view) bool { return v.pick("sign-in errors", 3) == 0 })
	for _, r := range []reply{w.signIn("wrong").ok(401), w.as("", "POST", "/auth", "{}").ok(400)} {
		if said := r.object(); len(said) != 1 || said[w.word("sign-in error")] == nil {
			t.Errorf("%s", r.Body)
		}
	}
}

func TestTokens(t *testing.T) {
	w := newWorld(t, 1)
	for _, token := range []string{"", "x", "a.b.c", w.token + "x", strings.Replace(w.token, ".", ".e30", 1), newWorld(t, 2).token} {
		w.as(token, "GET", "/intranet/settings", "").refused(401, "missing, invalid or expired")
		w.as(token, "GET", "/nowhere/at/all", "").refused(401, "missing, invalid or expired")
	}
	req, err := http.NewRequest("GET", w.set["url"]+"/portals", nil)
	w.must(err)
	req.Header.Set("Authorization", "Basic "+w.token)
	w.send(req).refused(401, "missing")
	w.now = w.now.Add(time.Hour - time.Second)
	w.get("/intranet/settings")
	w.now = w.now.Add(time.Second)
	w.do("GET", "/intranet/settings", nil).refused(401, "expired")
}

// An address has 50 sign-ins an hour, good and bad ones.
func TestSignInBlock(t *testing.T) {
	w := newWorld(t, 1)
	begun := w.now // the first one was that of the test's world
	w.now = w.now.Add(10 * time.Minute)
	for range 24 {
		w.signIn(w.set["password"]).ok(200)
		w.signIn("wrong").ok(401)
	}
	w.signIn(w.set["password"]).ok(200)
	path := w.db.Path()
	w.srv.Close()
	w.must(w.db.Close())
	w.open(path, 9)
	w.srv = httptest.NewServer(w.svc.Handler("/intrexx"))
	defer w.srv.Close()
	w.set["url"] = w.srv.URL + "/intrexx"
	r := w.signIn(w.set["password"]).refused(429, "too many sign-ins")
	if r.Header.Get("Retry-After") != "3000" {
		t.Errorf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	w.get("/intranet/settings") // tokens are good still
	w.now = begun.Add(time.Hour)
	w.signIn(w.set["password"]).ok(200)
}
