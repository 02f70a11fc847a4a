package iot

import "testing"

func TestRegister(t *testing.T) {
	both(t, func(w *world) {
		post := func(body string) reply { t.Helper(); return w.send("", "POST", "/users", body) }
		const good = `{"email":"ada@example.com","password":"Str0ngEnough","termsAndConditions":true}`
		got := post(good).ok(201).object()
		if got["email"] != "ada@example.com" || got["id"] != w.id("ada@example.com") || got["password"] != nil {
			t.Errorf("answer %v", got)
		}
		post(good).is(409, `{"code":2409,"message":"User already exists"}`)
		for _, weak := range []string{"Short1", "all-lower-case-1", "ALL-UPPER-CASE-1", "No-Digit-At-All"} {
			post(`{"email":"b@example.com","password":"`+weak+`","termsAndConditions":true}`).is(400, `{"code":2401,"message":"Password too Weak"}`)
		}
		post(`{"email":"b@example.com","password":"Str0ngEnough","termsAndConditions":false}`).is(400, `{"code":2405,"message":"Terms and Conditions are not accepted"}`)
		post(`{"email":"b@example.com","password":"Str0ngEnough"}`).ok(400)

		signIn := func() reply { return w.send("", "POST", "/auth/token", credentials("ada@example.com", "Str0ngEnough")) }
		signIn().is(401, by(w, `{"code":2402,"message":"User's email not verified"}`, "Not Authorized"))
		activate := func(token string) reply {
			t.Helper()
			return w.send("", "POST", "/users/activate", `{"token":"`+token+`"}`)
		}
		mailed := w.person("ada@example.com").Activation
		activate("").is(400, `{"code":2406,"message":"Invalid interaction token"}`)
		activate("other").is(400, `{"code":2406,"message":"Invalid interaction token"}`)
		activate(mailed).is(200, "")
		activate(mailed).ok(400)
		token := signIn().ok(200).object()["token"].(string)
		w.send(token, "GET", "/invites/ada@example.com", "").is(200, "[]")
	})
}
