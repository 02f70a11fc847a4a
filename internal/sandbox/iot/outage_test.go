package iot

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// without sends to a platform that has lost its database; an answer that never
// comes has status 0.
func (w *world) without(token, method, path, body string) (r reply) {
	w.Helper()
	req := httptest.NewRequest(method, "/iot/v1/api"+path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	rec := httptest.NewRecorder()
	defer func() {
		if recover() != nil {
			r = reply{w: w}
		}
	}()
	w.svc.WithoutDatabase(rec, req)
	return reply{w, rec.Code, rec.Header(), rec.Body.String()}
}

func TestWithoutDatabase(t *testing.T) {
	both(t, func(w *world) {
		notFound, noUser := `{"code":10404,"message":"Invitation not found"}`, `{"code":2404,"message":"User Not Found"}`
		broken := `{"code":500,"status":500,"message":"Internal Server Error"}`
		w.without(w.token, "GET", w.invites(""), "").is(404, notFound)
		w.without(w.token, "GET", "/invites/"+w.set["user"], "").is(404, notFound)
		w.without(w.token, "GET", "/auth/me", "").is(404, noUser)
		w.without(w.token, "GET", "/users/"+w.id(w.set["user"]), "").is(404, noUser)
		w.without(w.token, "GET", "/accounts/"+w.set["account"]+"/users", "").is(500, broken)
		w.without(w.token, "DELETE", w.invites("/new.person@example.com"), "").is(500, `{"code":10500,"message":"Invitation not deleted"}`)
		w.without("", "GET", w.invites(""), "").guarded()
		w.without("", "GET", "/health", "").ok(200)
		// It is told as failed, and stored.
		w.without(w.token, "POST", w.invites(""), `{"email":"ada@example.com"}`).is(500, broken)
		w.send(w.token, "POST", w.invites(""), `{"email":"ada@example.com"}`).is(409, `{"code":2420,"message":"User is already invited"}`)
		w.without(w.token, "POST", w.invites(""), `{"email":"ada@example.com"}`).is(409, `{"code":2420,"message":"User is already invited"}`)
		if list := strings.Join(w.pendingNow(), " "); !strings.Contains(list, "new.person@example.com") {
			t.Errorf("withdrawn all the same: %s", list)
		}
		signIn := w.without("", "POST", "/auth/token", credentials(w.set["user"], w.set["password"]))
		if by(w, 401, 200) != signIn.Status {
			t.Errorf("sign-in: %d %s", signIn.Status, signIn.Body)
		}
	})
}

// J's tokenInfo keeps the accounts that only the token has, without names.
func TestTokenInfoWithoutDatabase(t *testing.T) {
	w := newWorld(t, DialectJ)
	got := w.without(w.token, "GET", "/auth/tokenInfo", "").ok(200).Body
	if !strings.Contains(got, `"name":""`) || strings.Contains(got, "Plant North") {
		t.Errorf("accounts: %s", got)
	}
}

func TestAcceptWithoutDatabaseEndsTheServer(t *testing.T) {
	both(t, func(w *world) {
		other := w.signIn(otherEmail)
		var mine []invitationView
		w.send(other, "GET", "/invites/"+otherEmail, "").ok(200).into(&mine)
		if r := w.without(other, "PUT", "/invites/"+mine[0].ID+"/status", `{"accept":true}`); r.Status != 0 {
			t.Errorf("answered %d %s", r.Status, r.Body)
		}
		w.get("/time").page(502)
		for range outage - 1 {
			w.get("/time")
		}
		w.get("/time").ok(200)
		var left []invitationView
		if w.send(other, "GET", "/invites/"+otherEmail, "").ok(200).into(&left); len(left) != len(mine) {
			t.Error("accepted all the same")
		}
	})
}

func TestLookalikes(t *testing.T) {
	both(t, func(w *world) {
		for range 2 { // the second time there is nothing to do
			w.must(w.svc.AddLookalikes())
		}
		upper, lower := w.id("Max@example.com"), w.id("max@example.com")
		list := w.get("/accounts/" + w.set["account"] + "/users").ok(200).Body
		if upper == lower || strings.Count(list, upper) != 1 || strings.Count(list, lower) != 1 {
			t.Errorf("%s and %s in %s", upper, lower, list)
		}
		w.send(w.token, "DELETE", w.invites("/max@example.com"), "").is(200, "OK")
		if w.person("Max@example.com").Accounts[w.set["account"]] == "" {
			t.Error("the wrong one is removed")
		}
		w.signIn("Max@example.com")
	})
}
