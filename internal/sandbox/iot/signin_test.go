package iot

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const notAuthorizedJSON = `{"code":401,"message":"Not Authorized"}`

func TestSignIn(t *testing.T) {
	both(t, func(w *world) {
		right := credentials(w.set["user"], w.set["password"])
		got := w.send("", "POST", "/auth/token", right).ok(200).object()
		if want := by(w, 1, 3); len(got) != want {
			t.Errorf("answer %v", got)
		}
		if w.dialect == DialectK && (got["refreshToken"] == "" || got["idToken"] == got["token"]) {
			t.Errorf("answer %v", got)
		}
		refused := func(body, inJ string) {
			t.Helper()
			w.send("", "POST", "/auth/token", body).is(401, by(w, inJ, "Not Authorized"))
		}
		refused(credentials(w.set["user"], "wrong"), notAuthorizedJSON)
		refused(credentials("nobody@example.com", "wrong"), notAuthorizedJSON)
		refused(credentials(strings.ToUpper(w.set["user"]), w.set["password"]), notAuthorizedJSON)
		unverified := w.person("tomas.lindqvist@example.com")
		refused(credentials(unverified.Email, unverified.Given), `{"code":2402,"message":"User's email not verified"}`)
	})
}

func TestSignInValidation(t *testing.T) {
	both(t, func(w *world) {
		for body, complaint := range map[string]string{
			`{"username":"a"}`: " property 'password' is required.",
			`{}`:               " property 'username' is required.\",\" property 'password' is required.",
			`{"username":"a","password":"b","otp":"1"}`:    " property 'otp'  is not explicitly defined and therefore not allowed",
			`{"username":1,"password":"b"}`:                " property 'username'  is an integer when it should be a string",
			`{"username":1.5,"password":null}`:             " property 'username'  is a number when it should be a string\",\" property 'password'  is null when it should be a string",
			`[]`:                                           "  is an array when it should be an object\",\" property 'username' is required.\",\" property 'password' is required.",
			`{"username":["a"],"password":{"long":"one"}}`: " property 'username'  is an array when it should be a string\",\" property 'password'  is an object when it should be a string",
		} {
			w.send("", "POST", "/auth/token", body).is(400, `{"code":400,"message":"Invalid request","errors":["`+complaint+`"]}`)
		}
		for _, body := range []string{`{"username":`, `"text"`, `{} {}`} {
			w.send("", "POST", "/auth/token", body).is(400, `{"code":400,"status":400,"message":"Invalid request"}`)
		}
	})
}

func TestLockedOut(t *testing.T) {
	both(t, func(w *world) {
		try := func(password string) reply {
			t.Helper()
			return w.send("", "POST", "/auth/token", credentials(w.set["user"], password))
		}
		locked := func() {
			t.Helper()
			r := try(w.set["password"])
			if w.dialect == DialectJ {
				r.is(403, `{"code":2403,"message":"Account locked"}`)
			} else {
				r.is(401, "Not Authorized")
			}
		}
		for range 9 {
			try("wrong").ok(401)
		}
		try(w.set["password"]).ok(200) // and the count begins anew
		for range 10 {
			try("wrong").ok(401)
		}
		locked()
		w.now = w.now.Add(29 * time.Second)
		locked()
		w.now = w.now.Add(2 * time.Second)
		try("wrong").ok(401) // the eleventh: three seconds more
		w.now = w.now.Add(32 * time.Second)
		locked()
		w.now = w.now.Add(2 * time.Second)
		try(w.set["password"]).ok(200)
	})
}

func TestBearer(t *testing.T) {
	both(t, func(w *world) {
		with := func(header string) reply {
			t.Helper()
			req, err := http.NewRequest("GET", w.set["url"]+w.invites(""), nil)
			w.must(err)
			req.Header.Set("Authorization", header)
			return w.do(req)
		}
		with("Bearer " + w.token).ok(200)
		for _, header := range []string{"", "bearer " + w.token, w.token, "Basic " + w.token, "Bearer ",
			"Bearer garbage", "Bearer " + forged(w.token), "Bearer a.b.c"} {
			with(header).guarded()
		}
		w.now = w.now.Add(by(w, lifeJ, lifeK) - time.Second)
		with("Bearer " + w.token).ok(200)
		w.now = w.now.Add(time.Second)
		with("Bearer " + w.token).guarded()
	})
}

// forged is a token whose payload stays readable.
func forged(token string) string { return token[:strings.LastIndexByte(token, '.')] + ".forged" }

// Only the access token of K is one.
func TestOtherTokensOpenNothing(t *testing.T) {
	w := newWorld(t, DialectK)
	got := w.send("", "POST", "/auth/token", credentials(w.set["user"], w.set["password"])).ok(200).object()
	for _, name := range []string{"refreshToken", "idToken"} {
		w.send(got[name].(string), "GET", w.invites(""), "").guarded()
	}
}
