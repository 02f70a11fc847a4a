package ixon

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"
)

// invitation is a body item for POST /invites.
func (w *world) invitation(email, group, role, more string) string {
	w.Helper()
	return `{"emailAddress":"` + email + `","groupRoles":[{"group":` + ref(w.id("/groups", "name", group)) +
		`,"role":` + ref(w.id("/roles", "name", role)) + more + `}]}`
}

func TestInviteAcceptRemove(t *testing.T) {
	w := newWorld(t, 64)
	r := w.do("POST", "/invites", `[`+w.invitation("New.Person@example.com", "Plant Lyon", "Engineer", `,"expiresOn":"2026-12-31T23:00:00Z"`)+`]`).ok(201)
	row := r.row()
	if r.Kind != "InviteResponse" || len(row["invites"].([]any)) != 1 || len(row["userMemberships"].([]any)) != 1 {
		t.Fatal(r.Body)
	}
	id := row["invites"].([]any)[0].(map[string]any)["publicId"].(string)
	got := w.row("/invites/" + id + query("fields", "emailAddress,expiresOn,memberships(invite,user,expiresOn,group.reference.name)"))
	held := got["memberships"].([]any)[0].(map[string]any)
	if got["expiresOn"] != "2026-03-15T12:00:00Z" || held["user"] != nil || held["expiresOn"] != "2026-12-31T23:00:00Z" {
		t.Errorf("invite: %v", got)
	}
	person, err := w.svc.Accept(t.Context(), "new.person@EXAMPLE.com")
	w.must(err)
	w.get("/invites/"+id).refused(404, msgNotFound, "")
	got = w.row("/users/" + person + query("fields", "name,emailAddress,memberships(invite,user)"))
	held = got["memberships"].([]any)[0].(map[string]any)
	if got["name"] != "New Person" || got["emailAddress"] != "New.Person@example.com" || held["invite"] != nil ||
		held["user"].(map[string]any)["publicId"] != person {
		t.Errorf("user: %v", got)
	}
	w.do("DELETE", "/users", `[`+ref(person)+`]`).ok(200)
	w.get("/users/"+person).refused(404, msgNotFound, "")
	if rows := w.get("/users/memberships" + query("filters", `eq(user.publicId,"`+person+`")`)).rows(); len(rows) != 0 {
		t.Errorf("memberships left behind: %v", rows)
	}
	w.do("POST", "/invites", w.invitation("new.person@example.com", "Plant Lyon", "Engineer", "")).ok(201)
}

func TestAcceptRefusals(t *testing.T) {
	w := newWorld(t, 64)
	for email, want := range map[string]string{"nobody@example.com": "nobody has invited", "expired.person@example.org": "has expired"} {
		if _, err := w.svc.Accept(t.Context(), email); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", email, err)
		}
	}
}

func TestInviteRefusals(t *testing.T) {
	w := newWorld(t, 64)
	good := w.invitation("a.b@example.com", "Plant Lyon", "Viewer", "")
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	lyon := w.id("/groups", "name", "Plant Lyon")
	for _, c := range []struct {
		name, body        string
		status            int
		message, property string
	}{
		{"no body", "", 400, "Invalid JSON body", ""},
		{"not JSON", "{", 400, "Invalid JSON body", ""},
		{"a string", `"x"`, 400, "Invalid JSON body", ""},
		{"no address", with(`"emailAddress":"a.b@example.com",`, ``), 400, msgRequiredProperty, "emailAddress"},
		{"no at sign", with("a.b@example.com", "ab.example.com"), 400, msgInvalidValue, "emailAddress"},
		{"a space", with("a.b@", "a b@"), 400, msgInvalidValue, "emailAddress"},
		{"not ASCII", with("a.b@", "ä.b@"), 400, msgInvalidValue, "emailAddress"},
		{"local part too long", with("a.b@", strings.Repeat("a", 65)+"@"), 400, msgInvalidValue, "emailAddress"},
		{"too long", with("example.com", strings.Repeat("a.", 130)+"com"), 400, msgInvalidValue, "emailAddress"},
		{"empty message", with("{", `{"message":"",`), 400, msgInvalidValue, "message"},
		{"language", with("{", `{"language":"EN",`), 400, msgInvalidValue, "language"},
		{"no access", `{"emailAddress":"a.b@example.com"}`, 400, msgRequiredProperty, "groupRoles"},
		{"empty access", `{"emailAddress":"a.b@example.com","groupRoles":[]}`, 400, msgInvalidValue, "groupRoles"},
		{"unknown group", with(lyon, "AAAAAAAAAAAA"), 400, msgInvalidValue, "group"},
		{"no role", `{"emailAddress":"a.b@example.com","groupRoles":[{"group":` + ref(lyon) + `}]}`, 400, msgRequiredProperty, "role"},
		{"expiry in the past", with(`}}]`, `},"expiresOn":"2026-02-28T00:00:00Z"}]`), 400, msgInvalidValue, "expiresOn"},
		{"unknown property", with("{", `{"name":"A",`), 400, "Unknown property", "name"},
		{"a member", with("a.b@example.com", "LENA.hoffmann@example.com"), 409, msgInUse, "emailAddress"},
		{"invited", with("a.b@example.com", "pending.person@example.com"), 409, "pending.person@example.com is already invited.", "emailAddress"},
	} {
		t.Run(c.name, func(t *testing.T) { w.do("POST", "/invites", c.body).refused(c.status, c.message, c.property) })
	}
	w.do("POST", "/invites", good, edit{"Content-Type": ""}).refused(400, msgRequiredHeader, "Content-Type")
	w.do("POST", "/invites", good, edit{"Content-Type": "text/plain"}).refused(400, msgInvalidValue, "Content-Type")
	if rows := w.get("/invites").ok(200).rows(); len(rows) != 3 {
		t.Errorf("a refused invitation was kept: %v", rows)
	}
}

func TestBulkIsAtomicAndNamesTheRow(t *testing.T) {
	w := newWorld(t, 64)
	item := func(email string) string { return w.invitation(email, "Plant Lyon", "Viewer", "") }
	body := `[` + item("one@example.com") + `,` + item("two.example.com") + `,` + item("three@example.com") + `,` + item("ONE@example.com") + `]`
	r := w.do("POST", "/invites", body).refused(400, msgInvalidValue, "emailAddress")
	rows := r.rows()
	if len(rows) != 2 || rows[0]["listIndex"] != 1.0 || rows[1]["listIndex"] != 3.0 || rows[1]["message"] != "ONE@example.com is already invited." {
		t.Errorf("entries: %s", r.Body)
	}
	if rows := w.get("/invites").rows(); len(rows) != 3 {
		t.Errorf("%d invites after a refused call", len(rows))
	}
	ids := w.do("POST", "/invites", `[`+item("one@example.com")+`,`+item("two@example.com")+`]`).ok(201).row()["invites"].([]any)
	for i, email := range []string{"one@example.com", "two@example.com"} {
		if got := w.row("/invites/" + ids[i].(map[string]any)["publicId"].(string)); got["emailAddress"] != email {
			t.Errorf("place %d is %v", i, got)
		}
	}
}

func TestResendAndWithdraw(t *testing.T) {
	w := newWorld(t, 64)
	expired := w.id("/invites", "emailAddress", "expired.person@example.org")
	pending := w.id("/invites", "emailAddress", "pending.person@example.com")
	w.now = w.now.Add(time.Hour)
	for _, body := range []string{"", "null"} {
		w.do("POST", "/invites/"+expired+"/resend", body).ok(201)
	}
	w.do("POST", "/invites/resend", ref(pending)).ok(201)
	for _, id := range []string{expired, pending} {
		if got := w.row("/invites/" + id + query("fields", "expiresOn")); got["expiresOn"] != "2026-03-15T13:00:00Z" {
			t.Errorf("resent: %v", got)
		}
	}
	w.do("POST", "/invites/AAAAAAAAAAAA/resend", "").refused(404, msgNotFound, "")
	r := w.do("DELETE", "/invites", `[`+ref(pending)+`,`+ref("AAAAAAAAAAAA")+`]`).refused(404, msgNotFound, "publicId")
	if r.rows()[0]["listIndex"] != 1.0 {
		t.Error(r.Body)
	}
	w.get("/invites/" + pending).ok(200)
	w.do("DELETE", "/invites/"+pending, "").ok(200)
	w.do("DELETE", "/invites", `[`+ref(expired)+`]`).ok(200)
	if rows := w.get("/users/memberships" + query("filters", `eq(invite.publicId,"`+pending+`")`)).rows(); len(rows) != 0 {
		t.Errorf("memberships left behind: %v", rows)
	}
	w.do("POST", "/invites", w.invitation("pending.person@example.com", "Plant Lyon", "Viewer", "")).ok(201)
}
