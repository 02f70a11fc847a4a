package iot

import (
	"testing"
	"time"
)

func TestRefreshJ(t *testing.T) {
	w := newWorld(t, DialectJ)
	const gone = `{"code":15001,"message":"Refresh token does not exist"}`
	fresh := func() string {
		t.Helper()
		return w.send(w.token, "POST", "/auth/refresh", `{}`).ok(200).object()["refreshToken"].(string)
	}
	use := func(bearer, secret string) reply {
		t.Helper()
		return w.send(bearer, "PUT", "/auth/refresh", `{"refreshToken":"`+secret+`"}`)
	}
	first := fresh()
	second := fresh()
	if len(second) != 16 || first == second {
		t.Errorf("refresh tokens %q and %q", first, second)
	}
	use(w.token, first).is(401, gone)
	use("", second).is(400, `{"code":400,"message":"Invalid request"}`)
	use(forged(w.token), second).guarded()
	use(w.signIn("bram.visser@example.com"), second).is(401, gone)

	w.now = w.now.Add(48 * time.Hour)
	w.get("/auth/tokenInfo").guarded()
	got := use(w.token, second).ok(200).object()
	if len(got) != 2 || got["token"] != nil || len(got["refreshToken"].(string)) != 16 {
		t.Errorf("answer %v", got)
	}
	use(w.token, second).is(401, gone)
	w.now = w.now.Add(364 * 24 * time.Hour)
	renewed := got["jwt"].(string)
	w.send(renewed, "GET", "/auth/tokenInfo", "").ok(200)

	third := got["refreshToken"].(string)
	w.send(renewed, "DELETE", "/auth/refresh/revoke", `{"refreshToken":"other"}`).is(401, gone)
	w.send(renewed, "DELETE", "/auth/refresh/revoke", `{"refreshToken":"`+third+`"}`).is(200, "")
	use(renewed, third).is(401, gone)
	w.send("", "POST", "/auth/refresh", `{}`).guarded()

	again := w.send(renewed, "PUT", "^/v1/auth/me", "").ok(200).object()["token"].(string)
	w.send(again, "GET", "/auth/tokenInfo", "").ok(200)
}

func TestRefreshK(t *testing.T) {
	w := newWorld(t, DialectK)
	const failed = `{"code":15000,"message":"Error Refreshing Access Token"}`
	signed := w.send("", "POST", "/auth/token", credentials(w.set["user"], w.set["password"])).ok(200).object()
	body := `{"refreshToken":"` + signed["refreshToken"].(string) + `"}`
	w.send("", "PUT", "/auth/refresh", body).is(500, failed)
	w.send(forged(w.token), "PUT", "/auth/refresh", body).is(500, failed)
	w.send(w.token, "PUT", "/auth/refresh", `{"refreshToken":"bad"}`).is(500, failed)
	w.send(w.token, "PUT", "/auth/refresh", `{"refreshToken":"`+w.token+`"}`).is(500, failed)
	w.send(w.signIn("bram.visser@example.com"), "PUT", "/auth/refresh", body).is(500, failed)
	w.send(w.token, "PUT", "/auth/refresh", `{}`).ok(400)

	w.now = w.now.Add(2 * time.Hour)
	got := w.send(w.token, "PUT", "/auth/refresh", body).ok(200).object()
	if len(got) != 2 {
		t.Errorf("answer %v", got)
	}
	w.send(got["jwt"].(string), "GET", w.invites(""), "").ok(200)
	w.send(w.token, "POST", "/auth/refresh", `{}`).page(404)
	w.send(w.token, "DELETE", "/auth/refresh/revoke", body).page(404)
	w.send(w.token, "PUT", "^/v1/auth/me", "").page(404)
	w.now = w.now.Add(48 * time.Hour)
	w.send(w.token, "PUT", "/auth/refresh", body).is(500, failed)
}
