package ixon

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

func (w *world) basic(email, otp, password string) edit {
	return edit{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(email+":"+otp+":"+password))}
}

// signIn makes a token and returns the header that uses it.
func (w *world) signIn(email, otp string, scope ...string) edit {
	w.Helper()
	body := `{"expiresIn":3600` + strings.Join(scope, "") + `}`
	row := w.do("POST", "/access-tokens", body, w.basic(email, otp, w.set["password"])).ok(201).row()
	return edit{"Authorization": "Bearer " + row["secretId"].(string)}
}

func TestSignIn(t *testing.T) {
	w := newWorld(t, 64)
	pw, otp := w.set["password"], w.set["otp"]
	r := w.do("POST", "/access-tokens", `{"expiresIn":60,"trustedDeviceName":"ci"}`, w.basic(w.set["email"], otp, pw)).ok(201)
	row := r.row()
	if len(row["secretId"].(string)) != 32 || row["expiresOn"] != "2026-03-01T12:01:00Z" || r.Kind != "AccessTokenCreateResponse" {
		t.Fatal(r.Body)
	}
	mine := edit{"Authorization": "Bearer " + row["secretId"].(string)}
	if me := w.get("/users/me"+query("fields", "*,otpAuth.*"), mine).ok(200).row(); me["emailAddress"] != adminEmail {
		t.Errorf("signed in as %v", me)
	}
	w.now = w.now.Add(time.Minute)
	w.get("/users/me", mine).refused(401, msgInvalidValue, "Authorization")
}

func TestSignInRefusals(t *testing.T) {
	w := newWorld(t, 64)
	pw, otp, admin, plain := w.set["password"], w.set["otp"], w.set["email"], w.set["viewer_email"]
	const hour = `{"expiresIn":3600}`
	for _, c := range []struct {
		name              string
		auth              edit
		body              string
		status            int
		message, property string
	}{
		{"second factor", w.basic(admin, "", pw), hour, 401, "Two Factor Authentication required", "Authorization"},
		{"wrong second factor", w.basic(admin, "nope", pw), hour, 401, "Incorrect two-factor one-time password.", "Authorization"},
		{"wrong password", w.basic(plain, "", "nope"), hour, 401, "Basic authentication failed", "Authorization"},
		{"single sign-on", w.basic("nadia.rahman@example.com", otp, pw), hour, 401, "Basic authentication failed", "Authorization"},
		{"unknown", w.basic("nobody@example.com", "", pw), hour, 401, "Unknown user", "Authorization"},
		{"two parts", edit{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(plain+":"+pw))}, hour, 401, msgInvalidValue, "Authorization"},
		{"a bearer", nil, hour, 401, msgInvalidValue, "Authorization"},
		{"no duration", w.basic(plain, "", pw), `{}`, 400, msgRequiredProperty, "expiresIn"},
		{"too short", w.basic(plain, "", pw), `{"expiresIn":59}`, 400, msgInvalidValue, "expiresIn"},
		{"too long", w.basic(plain, "", pw), `{"expiresIn":5184001}`, 400, msgInvalidValue, "expiresIn"},
		{"bad scope", w.basic(plain, "", pw), `{"expiresIn":60,"scope":{"type":"some"}}`, 400, msgInvalidValue, "scope"},
		{"unknown rel", w.basic(plain, "", pw), `{"expiresIn":60,"scope":{"type":"allow","rels":[{"rel":"Shoes"}]}}`, 400, msgInvalidValue, "scope"},
		{"unknown property", w.basic(plain, "", pw), `{"expiresIn":60,"forever":true}`, 400, "Unknown property", "forever"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := w.do("POST", "/access-tokens", c.body, c.auth).refused(c.status, c.message, c.property)
			if strings.Contains(r.Body, pw) || strings.Contains(r.Body, otp) {
				t.Error("a secret is in the answer")
			}
		})
	}
}

func TestScopes(t *testing.T) {
	w := newWorld(t, 64)
	allow := w.signIn(w.set["viewer_email"], "", `,"scope":{"type":"allow","rels":[{"rel":"UserList","get":true,"post":null}]}`)
	w.get("/users", allow).ok(200)
	w.get("/roles", allow).refused(403, msgDenied, "")
	w.do("DELETE", "/users", `[]`, allow).refused(403, msgDenied, "")
	deny := w.signIn(w.set["viewer_email"], "", `,"scope":{"type":"deny","rels":[{"rel":"UserList","get":true}]}`)
	w.get("/users", deny).refused(403, msgDenied, "")
	w.get("/roles", deny).ok(200)
}

func TestTokens(t *testing.T) {
	w := newWorld(t, 64)
	mine := w.signIn(w.set["viewer_email"], "")
	other := w.signIn(w.set["viewer_email"], "")
	me := w.get("/access-tokens/me"+query("fields", "*,created.*"), mine).ok(200).row()
	if me["expiresOn"] != "2026-03-01T13:00:00Z" || me["secretId"] != nil {
		t.Errorf("me: %v", me)
	}
	if rows := w.get("/access-tokens", mine).ok(200).rows(); len(rows) != 3 { // and the seeded one
		t.Errorf("%d own tokens", len(rows))
	}
	seeded := w.row("/access-tokens/me")["publicId"].(string)
	w.get("/access-tokens/"+seeded, mine).refused(404, msgNotFound, "")
	w.do("DELETE", "/access-tokens", `[{"publicId":"`+seeded+`"}]`, mine).refused(404, msgNotFound, "publicId")
	w.do("DELETE", "/access-tokens/"+w.get("/access-tokens/me", other).row()["publicId"].(string), "", mine).ok(200)
	w.get("/users/me", other).refused(401, msgInvalidValue, "Authorization")
	if r := w.do("DELETE", "/access-tokens/me", "", mine).ok(200); string(r.Data) != "null" {
		t.Error(r.Body)
	}
	w.get("/users/me", mine).refused(401, msgInvalidValue, "Authorization")
}

func TestRevokedSeededTokenComesBackWithTheSettings(t *testing.T) {
	w := newWorld(t, 8)
	w.do("DELETE", "/access-tokens/me", "").ok(200)
	w.get("/users/me").refused(401, msgInvalidValue, "Authorization")
	_, err := w.svc.Settings("x")
	w.must(err)
	w.get("/users/me").ok(200)
	w.now = w.now.AddDate(1, 0, 0)
	_, err = w.svc.Settings("x")
	w.must(err)
	w.get("/users/me").ok(200)
}
