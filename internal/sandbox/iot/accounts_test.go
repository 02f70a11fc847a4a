package iot

import (
	"strings"
	"testing"
	"time"
)

func TestAccount(t *testing.T) {
	both(t, func(w *world) {
		path := "/accounts/" + w.set["account"]
		got := w.send(w.signIn("nadia.rahman@example.com"), "GET", path, "").ok(200).object()
		if got["name"] != "Plant North" || got["id"] != w.set["account"] || len(got["activation_code"].(string)) != 16 || got["attributes"] != nil {
			t.Errorf("account %v", got)
		}
		if _, has := got["attributes"]; !has || len(got) != 8 || got["settings"].(map[string]any)["trackSensorHealth"] != false {
			t.Errorf("account %v", got)
		}
		w.get("/accounts/" + strings.ToUpper(w.set["account"])).guarded()
		w.send(w.signIn("dana.novak@example.com"), "GET", path, "").guarded()
		w.send(w.signIn("nadia.rahman@example.com"), "DELETE", path, "").guarded()
		w.send(w.token, "POST", "/accounts", `{"name":""}`).is(400, invalidJSON)
		w.send(w.token, "POST", "/accounts", `{}`).ok(400)
		w.send("", "POST", "/accounts", `{"name":"x"}`).guarded()
	})
}

func TestMostAccounts(t *testing.T) {
	both(t, func(w *world) {
		for n := range 30 {
			if n%9 == 0 { // ten an hour, and a token of K lives one
				w.now = w.now.Add(2 * time.Hour)
				w.token = w.signIn(w.set["user"])
			}
			r := w.send(w.token, "POST", "/accounts", `{"name":"Workshop"}`)
			if n >= 28 && w.dialect == DialectK {
				r.is(400, `{"code":3513,"message":"User has reached maximum amount of accounts"}`)
			} else {
				r.ok(201)
			}
		}
	})
}

func TestMembers(t *testing.T) {
	both(t, func(w *world) {
		path := "/accounts/" + w.set["account"] + "/users"
		var list []map[string]any
		w.get(path).ok(200).into(&list)
		roles := map[string]string{}
		for _, u := range list {
			roles[u["email"].(string)] = u["accounts"].(map[string]any)[w.set["account"]].(string)
			if u["email"] == w.set["user"] && len(u["accounts"].(map[string]any)) != 2 {
				t.Errorf("not all accounts: %v", u)
			}
		}
		if len(roles) != 7 || roles["bram.visser@example.com"] != roleAdmin || roles["Lena.Hoffmann@Example.com"] != roleUser {
			t.Errorf("roles %v", roles)
		}
		size := func(query string) int {
			t.Helper()
			w.get(path + query).ok(200).into(&list)
			return len(list)
		}
		if a, b, c, d := size("?limit=3"), size("?skip=5"), size("?skip=50"), size("?email=bram.visser@example.com"); a != 3 || b != 2 || c != 0 || d != 1 {
			t.Errorf("limit, skip, email: %d %d %d %d", a, b, c, d)
		}
		if mere := w.send(w.signIn("nadia.rahman@example.com"), "GET", path, ""); w.dialect == DialectJ {
			mere.guarded()
		} else {
			mere.ok(200)
		}
	})
}

func (w *world) setRole(email, id, role string) reply {
	w.Helper()
	if email != "" {
		id = w.id(email)
	}
	return w.send(w.token, "PUT", "/accounts/"+w.set["account"]+"/users/"+id, `{"id":"`+id+`","accounts":{"`+w.set["account"]+`":"`+role+`"}}`)
}

func TestPromote(t *testing.T) {
	both(t, func(w *world) {
		w.setRole("nadia.rahman@example.com", "", "admin").is(200, "")
		if w.person("nadia.rahman@example.com").Accounts[w.set["account"]] != roleAdmin {
			t.Error("not promoted")
		}
		w.setRole("piotr.nowak@example.com", "", "owner").is(400, invalidJSON)
		w.setRole("dana.novak@example.com", "", "admin").is(200, "")
		if len(w.person("dana.novak@example.com").Accounts) != 0 {
			t.Error("a stranger was promoted")
		}
		w.send(w.signIn("piotr.nowak@example.com"), "PUT", "/accounts/"+w.set["account"]+"/users/"+w.id("piotr.nowak@example.com"), `{}`).guarded()
	})
}

// The process of J ends over these, and is back after a while.
func TestFatalChanges(t *testing.T) {
	both(t, func(w *world) {
		const unknown = "11111111-2222-4333-8444-555555555555"
		demote := func() reply { return w.setRole("bram.visser@example.com", "", "user") }
		name := func() reply { return w.setRole("", unknown, "admin") }
		if w.dialect == DialectK {
			demote().is(500, `{"code":2503,"message":"Admin privileges cannot be reduced"}`)
			name().is(404, noUserJSON)
			w.get("/health").ok(200)
		} else {
			for _, change := range []func() reply{demote, name} {
				change().is(200, "")
				for range outage {
					w.get("/health").page(502)
				}
				w.get("/health").ok(200)
			}
		}
		if w.person("bram.visser@example.com").Accounts[w.set["account"]] != roleAdmin {
			t.Error("demoted")
		}
	})
}
