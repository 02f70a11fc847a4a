package devo

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	usersPath  = "/probio/user/domain/" + homeAccount
	viewerPath = "/probio/user/email/" + viewerEmail + "/domain/" + homeAccount
	ownerPath  = "/probio/user/email/" + adminEmail + "/domain/" + homeAccount
)

// probio sends with a token as Devo documents it there.
func (w *world) probio(method, path, body string) reply {
	w.Helper()
	return w.at(method, path, body, edit{"Authorization": "", "standAloneToken": w.set["token"]})
}

// keyed sends with the multitenant's access key.
func (w *world) keyed(method, path, body string) reply {
	w.Helper()
	return w.at(method, path, body, w.sign("x-logtrust-reseller-apikey", body, w.now))
}

func (r reply) rows() (all []map[string]any) {
	r.w.Helper()
	r.w.must(json.Unmarshal([]byte(r.Body), &all))
	return all
}

func TestUsersOfADomain(t *testing.T) {
	w := newWorld(t, 5)
	for _, reply := range []reply{w.probio("GET", usersPath, ""), w.keyed("GET", usersPath, ""), w.at("GET", usersPath, "")} {
		if rows := reply.ok(200).rows(); len(rows) != 8 {
			t.Errorf("%d users: %s", len(rows), reply.Body)
		}
	}
	one := w.probio("GET", viewerPath, "").ok(200).object()
	if one["role"] != "reviewer,NO_PRIVILEGES" || one["owner"] != false || one["status"] != "active" || one["userName"] != "Piotr Nowak" {
		t.Error(one)
	}
	person := w.probio("GET", "/probio/user/email/"+viewerEmail, "").ok(200).object()
	id := person["id"].(string)
	w.probio("PUT", "/probio/user/internal/"+id, `{"phone":"+34 600 123 456","userName":null}`).ok(200)
	if again := w.probio("GET", "/probio/user/internal/"+id, "").ok(200).object(); again["phone"] != "+34 600 123 456" || again["userName"] != "Piotr Nowak" {
		t.Error(again)
	}
}

// TestWhoMayDoWhat: a token reaches its own domain with the role of its user, the
// access key the whole multitenant and nothing else.
func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t, 5)
	w.probio("GET", "/probio/user/domain/"+archiveAccount, "").refused(404, "Domain "+archiveAccount+" not found")
	w.keyed("GET", "/probio/user/domain/"+archiveAccount, "").ok(200)
	w.keyed("GET", "/probio/user/domain/"+otherAccount, "").refused(404, "Domain "+otherAccount+" not found")
	viewer := edit{"Authorization": "", "standAloneToken": w.set["viewer_token"]}
	w.at("GET", usersPath, "", viewer).ok(200)
	w.at("POST", viewerPath+"/disable", "", viewer).refused(403, "The role of the user does not allow this")
	w.probio("GET", "/probio/domain", "").refused(403, "The list of domains needs multitenant credentials")
	if rows := w.keyed("GET", "/probio/domain", "").ok(200).rows(); len(rows) != 3 {
		t.Error(rows)
	}
	w.at("GET", usersPath, "", w.sign("x-logtrust-reseller-apikey", "", w.now.Add(-time.Hour))).refused(401, msgBadToken)
	w.at("POST", "/probio/user/internal", `{"a":"b"}`, w.sign("x-logtrust-reseller-apikey", "", w.now)).refused(401, msgBadToken)
}

// TestTokenOfADisabledUser: it lets nobody in any more.
func TestTokenOfADisabledUser(t *testing.T) {
	w := newWorld(t, 5)
	w.probio("POST", viewerPath+"/disable", "").ok(200)
	w.do("GET", "", "", bearer(w.set["viewer_token"])).refused(401, msgBadToken)
	w.probio("POST", viewerPath+"/enable", "").ok(200)
	w.do("GET", "", "", bearer(w.set["viewer_token"])).ok(200)
}

// TestRulesOfUsers are those of contract §6.
func TestRulesOfUsers(t *testing.T) {
	w := newWorld(t, 5)
	if code := w.probio("DELETE", ownerPath, "").ok(400).object()["error"].(map[string]any)["code"]; code != 112.0 {
		t.Error(code)
	}
	pending := "/probio/user/email/" + pendingEmail + "/domain/" + homeAccount
	if code := w.probio("POST", pending+"/disable", "").ok(400).object()["error"].(map[string]any)["code"]; code != 116.0 {
		t.Error(code)
	}
	w.probio("POST", viewerPath+"/enable", "").ok(400)
	add := func(role, more string) string {
		return `{"email":"new@example.com","domain":"` + homeAccount + `","role":"` + role + `"` + more + `}`
	}
	for body, message := range map[string]string{
		add("OWNER", ""):           "Domain " + homeAccount + " already has an owner",
		add("nonsense", ""):        "Role nonsense does not exist",
		add("reviewer", `,"x":""`): "Unrecognized property x",
		strings.Replace(add("reviewer", ""), "new@", "", 1): "Property email is not an e-mail address",
	} {
		w.keyed("POST", "/probio/user/internal", body).refused(400, message)
	}
	w.keyed("POST", "/probio/user/internal?skipMailValidation=true", add("reviewer", "")).refused(400, "skipMailValidation is for users of the platform")
	w.probio("POST", "/probio/user/internal", add("reviewer", "")).ok(200)
	w.probio("POST", "/probio/user/internal", add("reviewer", "")).refused(409, "User new@example.com is already in domain "+homeAccount)
	w.keyed("POST", "/probio/user/internal", strings.Replace(add("reviewer", ""), homeAccount, labAccount, 1)).refused(400, "The first user of a domain must be its owner")
	w.probio("DELETE", "/probio/user/email/new@example.com/domain/"+homeAccount, "").ok(200)
	w.probio("GET", "/probio/user/email/new@example.com", "").refused(404, "User new@example.com not found")
	w.probio("DELETE", viewerPath, "").ok(200) // who stays in the archive
	w.probio("GET", "/probio/user/email/"+viewerEmail, "").ok(200)
}

func TestRulesOfRoles(t *testing.T) {
	w := newWorld(t, 5)
	for body, message := range map[string]string{
		`{"roles":["ADMIN","auditor"]}`:   "Role ADMIN can not be combined with others",
		`{"roles":["auditor","auditor"]}`: "Role auditor is given twice",
		`{"roles":["x"]}`:                 "Role x does not exist",
		`{"roles":"auditor"}`:             "Property roles is required",
	} {
		w.probio("PUT", viewerPath+"/role", body).refused(400, message)
	}
	w.probio("PUT", ownerPath+"/role", `{"roles":["auditor"]}`).refused(400, "Domain owner must be ADMIN")
	w.probio("DELETE", viewerPath+"/role", `{"roles":["auditor"]}`).refused(400, "User "+viewerEmail+" does not have role auditor")
	w.probio("DELETE", viewerPath+"/role", `{"roles":["reviewer","NO_PRIVILEGES"]}`).refused(400, "A user needs at least one role")
	w.probio("DELETE", viewerPath+"/role", `{"roles":["reviewer"]}`).ok(http.StatusOK)
	if role := w.probio("PUT", viewerPath+"/role/auditor", "").ok(200).object()["role"]; role != "auditor" {
		t.Error(role)
	}
}
