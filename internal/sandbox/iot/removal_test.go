package iot

import (
	"net/url"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"
)

const noUserJSON = `{"code":2404,"message":"User Not Found"}`

// contract §4.5, row by row
func TestRemovalTable(t *testing.T) {
	both(t, func(w *world) {
		remove := func(who string) reply { t.Helper(); return w.send(w.token, "DELETE", w.invites("/"+who), "") }
		gone := func(email string) {
			t.Helper()
			if slices.Contains(w.pendingNow(), email) {
				t.Errorf("%s is still pending", email)
			}
		}
		before := len(w.pendingNow())

		remove(otherEmail).is(200, "OK") // has a user
		gone(otherEmail)
		remove("vera.koch@example.org").is(404, noUserJSON) // has none, and is gone all the same
		gone("vera.koch@example.org")
		if now := len(w.pendingNow()); now != before-2 {
			t.Errorf("%d pending of %d", now, before)
		}
		remove("dana.novak@example.com").is(200, "OK") // nothing pending, a user
		remove("vera.koch@example.org").is(404, noUserJSON)

		remove("piotr.nowak@example.com").is(200, "OK") // a member
		if u := w.person("piotr.nowak@example.com"); len(u.Accounts) != 0 {
			t.Errorf("still a member: %v", u.Accounts)
		}
		remove("Nadia.Rahman@example.com").is(404, noUserJSON) // another spelling
		if u := w.person("nadia.rahman@example.com"); len(u.Accounts) != 1 {
			t.Error("removed by another spelling")
		}
		w.must(w.svc.DB.Update(w.leftOver("bram.visser@example.com")))
		remove("bram.visser@example.com").is(401, notAuthorizedJSON) // another administrator
		gone("bram.visser@example.com")
		if u := w.person("bram.visser@example.com"); u.Accounts[w.set["account"]] != roleAdmin {
			t.Error("an administrator was removed")
		}
	})
}

// Nothing is left behind of what is gone.
func TestWithdrawnLeavesNoTrace(t *testing.T) {
	w := newWorld(t, DialectK)
	for _, email := range w.pendingNow() {
		w.send(w.token, "DELETE", w.invites("/"+url.PathEscape(email)), "")
	}
	w.must(w.svc.DB.View(func(tx *bolt.Tx) error {
		for _, name := range []string{bInvites, bPending, bQueue} {
			if n := stateRoot(tx).Bucket([]byte(name)).Stats().KeyN; n != 2 { // Plant South's
				t.Errorf("%d left in %s", n, name)
			}
		}
		return nil
	}))
}

func TestLeaving(t *testing.T) {
	both(t, func(w *world) {
		south := "/accounts/" + w.set["other_account"] + "/invites/"
		for _, own := range []string{"me", w.set["user"]} {
			w.send(w.token, "DELETE", south+own, "").is(401, `{"code":3601,"message":"Could not leave Account"}`)
		}
		// Whoever is alone in charge may still remove others.
		w.send(w.token, "DELETE", south+"claire.fontaine@example.com", "").is(200, "OK")
		bram := w.signIn("bram.visser@example.com")
		w.send(bram, "DELETE", w.invites("/bram.visser@example.com"), "").is(200, "OK")
		w.send(w.token, "DELETE", w.invites("/me"), "").is(401, `{"code":3601,"message":"Could not leave Account"}`)

		nadia := w.signIn("nadia.rahman@example.com")
		w.send(nadia, "DELETE", w.invites("/nadia.rahman@example.com"), "").guarded()
		if me := w.send(nadia, "DELETE", w.invites("/me"), ""); w.dialect == DialectJ {
			me.is(200, "OK")
		} else {
			me.guarded()
		}
		if left := len(w.person("nadia.rahman@example.com").Accounts) == 0; left != (w.dialect == DialectJ) {
			t.Errorf("left: %v", left)
		}
		w.send(w.signIn(otherEmail), "DELETE", w.invites("/me"), "").guarded() // only invited
	})
}

func TestRemovalBodyAndPath(t *testing.T) {
	both(t, func(w *world) {
		w.send(w.token, "DELETE", w.invites("/ops+iot@example.com"), `{"why":"x"}`).ok(400)
		w.send(w.token, "DELETE", w.invites("/ops+iot@example.com"), `{}`).is(404, noUserJSON)
		w.send(w.token, "DELETE", w.invites(""), "").page(404)
		if w.dialect == DialectJ {
			w.send(w.signIn("nadia.rahman@example.com"), "DELETE", w.invites(""), "").guarded()
		}
		again := w.send(w.token, "POST", w.invites(""), `{"email":"ops+iot@example.com"}`).ok(201).object() // resend
		if !isUUID(again["_id"].(string)) {
			t.Errorf("answer %v", again)
		}
	})
}

// contract §4.7: spellings of one path
func TestPathEncoding(t *testing.T) {
	both(t, func(w *world) {
		for sent, email := range map[string]string{
			"a+b@example.com": "a+b@example.com", "c%2Bd%40example.com": "c+d@example.com", "%20e@example.com%20": " e@example.com ",
			"f%2Fg@example.com": "f/g@example.com", "j%C3%BCrgen@example.com": "jürgen@example.com", "h%2525@example.com": "h%25@example.com",
		} {
			w.send(w.token, "POST", w.invites(""), `{"email":"`+email+`"}`).ok(201)
			w.send(w.token, "DELETE", w.invites("/"+sent), "").is(404, noUserJSON)
			if slices.Contains(w.pendingNow(), email) {
				t.Errorf("%s did not withdraw %q", sent, email)
			}
		}
	})
}
