package iot

import (
	"strings"
	"testing"
	"time"
)

func TestTokenInfoJ(t *testing.T) {
	w := newWorld(t, DialectJ)
	info := w.get("/auth/tokenInfo").ok(200).object()
	payload := info["payload"].(map[string]any)
	header := info["header"].(map[string]any)
	if header["typ"] != "JWT" || header["alg"] != "RS256" || payload["iss"] != "http://enableiot.com" ||
		payload["sub"] != w.id(w.set["user"]) || payload["type"] != "user" ||
		payload["exp"] != float64(w.now.Add(24*time.Hour).UnixMilli()) {
		t.Errorf("info %v", info)
	}
	names := map[any]any{}
	for _, a := range payload["accounts"].([]any) {
		names[a.(map[string]any)["name"]] = a.(map[string]any)["role"]
	}
	if len(names) != 2 || names["Plant North"] != "admin" || names["Plant South"] != "admin" {
		t.Errorf("accounts %v", names)
	}
	if got := w.send(w.signIn("dana.novak@example.com"), "GET", "/auth/tokenInfo", "").ok(200).Body; !strings.Contains(got, `"accounts":{}`) {
		t.Errorf("someone without accounts: %s", got)
	}
	w.send("", "GET", "/auth/tokenInfo", "").guarded()
	w.send(forged(w.token), "GET", "/auth/tokenInfo", "").guarded()
}

// In J a removed member stays one, nameless, until the token ends; in K the
// token alone counts, also for what was gained.
func TestRightsThatChange(t *testing.T) {
	both(t, func(w *world) {
		piotr := w.signIn("piotr.nowak@example.com")
		w.send(w.token, "DELETE", w.invites("/piotr.nowak@example.com"), "").is(200, "OK")
		w.send(piotr, "GET", "/accounts/"+w.set["account"], "").ok(200)
		info := w.send(piotr, "GET", "/auth/tokenInfo", "").ok(200).Body
		want := by(w, `[{"id":"`+w.set["account"]+`","name":"","role":"user"}]`, `[{"id":"`+w.set["account"]+`","role":"user"}]`)
		if !strings.Contains(info, `"accounts":`+want) {
			t.Errorf("info %s", info)
		}
		account := w.send(piotr, "POST", "/accounts", `{"name":"Workshop"}`).ok(201).object()["id"].(string)
		if again := w.send(piotr, "GET", "/accounts/"+account, ""); w.dialect == DialectJ {
			again.ok(200)
		} else {
			again.guarded()
		}
		later := w.signIn("piotr.nowak@example.com")
		w.send(later, "GET", "/accounts/"+account, "").ok(200)
		w.send(later, "GET", "/accounts/"+w.set["account"], "").guarded()
	})
}

func TestTokenInfoK(t *testing.T) {
	w := newWorld(t, DialectK)
	info := w.get("/auth/tokenInfo").ok(200).object()
	payload := info["payload"].(map[string]any)
	first := payload["accounts"].([]any)[0].(map[string]any)
	if info["header"] == nil || payload["exp"] != float64(w.now.Add(time.Hour).Unix()) || payload["email"] != w.set["user"] ||
		payload["type"] != "user" || payload["sub"] != w.id(w.set["user"]) || len(first) != 2 || first["role"] != "admin" {
		t.Errorf("info %v", info)
	}
	w.send("", "GET", "/auth/tokenInfo", "").is(200, "")
	w.send("garbage", "GET", "/auth/tokenInfo", "").is(200, "")
	headless := func(token string) {
		t.Helper()
		got := w.send(token, "GET", "/auth/tokenInfo", "").ok(200).object()
		if got["header"] != nil || got["payload"].(map[string]any)["email"] != w.set["user"] {
			t.Errorf("info %v", got)
		}
	}
	headless(forged(w.token))
	w.now = w.now.Add(2 * time.Hour)
	headless(w.token)
}

func TestMe(t *testing.T) {
	both(t, func(w *world) {
		for _, path := range []string{"/auth/me", "^/v1/auth/me", "/users/" + w.id(w.set["user"])} {
			got := w.get(path).ok(200).object()
			north := got["accounts"].(map[string]any)[w.set["account"]].(map[string]any)
			if got["email"] != w.set["user"] || north["name"] != "Plant North" || north["role"] != "admin" || got["created"].(float64) < 1e12 {
				t.Errorf("%s: %v", path, got)
			}
			if _, has := got["termsAndConditions"]; has != (w.dialect == DialectJ) {
				t.Errorf("%s: %v", path, got)
			}
		}
		for _, path := range []string{"/users/me", "/users/" + w.id("bram.visser@example.com")} {
			w.get(path).is(401, notAuthorizedJSON)
		}
		old := forged(w.token)
		if w.dialect == DialectJ {
			w.send("", "GET", "/auth/me", "").guarded()
			w.send(old, "GET", "/auth/me", "").guarded()
			return
		}
		w.send("", "GET", "/auth/me", "").is(401, "Not Authorized")
		w.send(old, "GET", "/auth/me", "").ok(200) // no proof of anything
		w.send("e30.e30.e30", "GET", "/auth/me", "").is(404, `{"code":2404,"message":"User Not Found"}`)
	})
}
