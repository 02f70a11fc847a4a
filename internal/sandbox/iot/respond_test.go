package iot

import (
	"slices"
	"testing"
)

// contract §4.4
func TestRespond(t *testing.T) {
	both(t, func(w *world) {
		robin := w.signIn(otherEmail)
		var mine []map[string]string
		w.send(robin, "GET", "/invites/"+otherEmail, "").ok(200).into(&mine)
		north, south := "/invites/"+mine[0]["_id"]+"/status", "/invites/"+mine[1]["_id"]+"/status"
		put := func(token, path, body string) reply { t.Helper(); return w.send(token, "PUT", path, body) }

		put(w.token, north, `{"accept":true}`).is(401, "Not Authorized")
		put(robin, "/invites/not-a-uuid/status", `{"accept":true}`).is(500, "Internal Server Error")
		put(robin, "/invites/11111111-2222-4333-8444-555555555555/status", `{"accept":true}`).is(404, "Invitation not found")
		put(robin, north, `{"accept":"true"}`).is(400,
			`{"code":400,"message":"Invalid request","errors":[" property 'accept'  is a string when it should be a boolean"]}`)
		put(robin, north, `{}`).ok(400)
		put(robin, north, `{"accept":true,"role":"admin"}`).ok(400)
		put("", north, `{"accept":true}`).guarded()

		put(robin, north, `{"accept":true}`).is(200, `{"_id":"`+mine[0]["_id"]+`","accountId":"`+w.set["account"]+`","email":"`+otherEmail+
			`","domainId":"`+w.set["account"]+`","accountName":"Plant North"}`)
		put(robin, north, `{"accept":true}`).is(404, "Invitation not found")
		put(robin, south, `{"accept":false}`).is(200, `{"code":204,"status":204,"message":"Delete OK"}`)
		put(robin, south, `{"accept":false}`).is(404, "Invitation not found")

		u := w.person(otherEmail)
		if u.Accounts[w.set["account"]] != roleUser || len(u.Accounts) != 1 || slices.Contains(w.pendingNow(), otherEmail) {
			t.Errorf("accounts %v, pending %q", u.Accounts, w.pendingNow())
		}
		if again := w.send(robin, "GET", "/accounts/"+w.set["account"], ""); w.dialect == DialectJ {
			again.ok(200)
		} else {
			again.guarded() // until there is a new token
		}
	})
}
