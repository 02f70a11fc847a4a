package intrexx

import (
	"strings"
	"testing"
)

// What is read has stars for secrets, and they are stored like anything else.
func TestMasks(t *testing.T) {
	masks := func(c *Config) { c.Masks = true }
	w := newWorld(t, 1, masks)
	f := w.mailNames()
	mail := w.get("/intranet/mailservices").rows()[0][f.id].(string)
	doc := w.get("/intranet/mailservices/" + mail).object()
	if doc[f.secret] != mask || doc[f.host] != "smtp.example.com" {
		t.Errorf("a mail service: %v", doc)
	}
	if got := w.get("/intranet/settings").Body; strings.Count(got, `_password":"`+mask+`"`) != 1 {
		t.Errorf("settings: %s", got)
	}
	if got := w.get("/intranet/mobile").object(); got[w.word("mobile key")] != mask {
		t.Errorf("the mobile key: %v", got)
	}
	if got := text(w.get("/intranet/users/5").object(), "account.password"); got != mask {
		t.Errorf("a user's password: %q", got)
	}
	w.do("PATCH", "/intranet/mailservices/"+mail, doc).done()
	var kept any
	w.see(func(v *view) {
		kept = (*get[document](v, v.portalByName("intranet").at("mail", mail)))[f.secret]
	})
	if kept != mask {
		t.Errorf("sent back and not stored: %v", kept)
	}
	plain := newWorld(t, 1)
	if got := plain.get("/intranet/users/5").Body + plain.get("/intranet/settings").Body; strings.Contains(got, mask) {
		t.Errorf("stars nobody asked for: %s", got)
	}
}

// mailNames is the names of a mail service's fields.
func (w *world) mailNames() (f mailFields) {
	w.Helper()
	w.see(func(v *view) { f = v.mailFields() })
	return f
}

func TestErrorLists(t *testing.T) {
	states(t, func(w *world) {
		w.svc.lists = true
		body := ada()
		body["account"].(document)["login_username"] = ""
		body["general_settings"].(document)["object_name"] = ""
		got := w.do("POST", "/intranet/users", body).ok(400).Body
		if want := `{"errors":[{"field":"general_settings.object_name","message":"must not be blank"},` +
			`{"field":"account.login_username","message":"must not be blank"}]}`; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := w.do("GET", "/nobody/settings", nil).ok(404).Body; got != `{"errors":[{"message":"portal nobody not found"}]}` {
			t.Errorf("got %s", got)
		}
		if got := w.signIn("wrong").ok(401).Body; got != `{"errors":[{"message":"name or password is wrong"}]}` {
			t.Errorf("got %s", got)
		}
	})
}

// What nobody has set is not there.
func TestUnset(t *testing.T) {
	w := newWorld(t, 1, func(c *Config) { c.Unset = true })
	for _, path := range []string{"/intranet/reports/engine", "/intranet/export"} {
		w.do("GET", path, nil).refused(404, "is stored")
	}
	w.do("PATCH", "/intranet/export", document{w.word("export kept"): 6}).done()
	if got := w.get("/intranet/export").object(); len(got) != 5 {
		t.Errorf("once set: %v", got)
	}
	w.do("GET", "/intranet/reports/engine", nil).refused(404, "is stored")
	w.get("/intranet/settings")
}
