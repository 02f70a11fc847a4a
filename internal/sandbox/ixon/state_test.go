package ixon

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

func TestDiscovery(t *testing.T) {
	w := newWorld(t, 8)
	found := map[string]map[string]any{}
	for _, row := range w.get("/", edit{"Api-Application": "", "Authorization": "", "Api-Company": ""}).ok(200).rows() {
		found[row["rel"].(string)] = row
	}
	user := found["User"]
	if user["href"] != w.set["url"]+"users/{publicId}" || !slices.Equal(user["methods"].([]any), []any{"DELETE", "GET"}) {
		t.Errorf("User: %v", user)
	}
	for _, rel := range []string{"UserList", "InviteList", "AccessTokenList", "PermissionList"} {
		if found[rel] == nil {
			t.Errorf("no %s", rel)
		}
	}
	if got := w.row("/server-time")["datetime"]; got != "2026-03-01T12:00:00Z" {
		t.Errorf("server-time %v", got)
	}
}

// Every list's envelope type is invented, anew for each state.
func TestEnvelopeTypesAreInvented(t *testing.T) {
	a := newWorld(t, 8)
	kinds := map[string]bool{}
	for _, path := range []string{"/users", "/roles", "/groups", "/invites"} {
		kinds[a.get(path).ok(200).Kind] = true
	}
	if len(kinds) != 4 {
		t.Errorf("types: %v", kinds)
	}
	if inventType("one state", "UserList", "GET") == inventType("another", "UserList", "GET") {
		t.Error("two states share a type")
	}
	if r := a.do("DELETE", "/access-tokens", `[]`).ok(200); r.Kind != "Null" || string(r.Data) != "null" {
		t.Error(r.Body)
	}
}

func TestAuditLog(t *testing.T) {
	w := newWorld(t, 64)
	rows := w.get("/audit-logs" + query("page-size", "100")).ok(200).rows()
	if len(rows) != pastEntries {
		t.Fatalf("%d entries", len(rows))
	}
	if !slices.IsSortedFunc(rows, func(a, b map[string]any) int { return strings.Compare(a["time"].(string), b["time"].(string)) }) {
		t.Error("entries are not in the order of time")
	}
	id := w.do("POST", "/roles", `{"name":"Night shift"}`).ok(201).row()["publicId"].(string)
	w.do("PATCH", "/roles/"+id, `{"name":"Late shift"}`).ok(200)
	rows = w.get("/audit-logs" + query("filters", `gte(time,"2026-03-01T12:00:00Z")`, "filters", `eq(action,"UPDATE")`)).rows()
	if len(rows) != 1 {
		t.Fatalf("entries: %v", rows)
	}
	e := rows[0]
	before, after := e["before"].(map[string]any), e["after"].(map[string]any)
	actor := e["actor"].(map[string]any)["resource"].(map[string]any)
	if len(e["publicId"].(string)) != 24 || before["name"] != "Night shift" || after["name"] != "Late shift" ||
		actor["name"] != "Maren Solberg" || e["target"] != "Role" ||
		len(e["topic"].(map[string]any)["company"].(string)) != 24 || e["topic"].(map[string]any)["user"] != nil {
		t.Errorf("entry: %v", e)
	}
	person := w.id("/users", "emailAddress", adminEmail)
	rows = w.get("/audit-logs" + query("page-size", "100", "filters", `in(target,"Invite","UserMembership")`)).ok(200).rows()
	own := w.get("/audit-logs" + query("page-size", "100", "filters", `eq(topic.user,"`+person+`")`)).ok(200).rows()
	if len(rows) == 0 || len(own) == 0 || len(rows) == pastEntries || len(own) == pastEntries {
		t.Errorf("by target %d, by user %d", len(rows), len(own))
	}
}

// The people the sandbox promises are there, whatever their order.
func TestStory(t *testing.T) {
	if n := len(people()); n != 64 {
		t.Errorf("the story has %d people", n)
	}
	w := newWorld(t, 64)
	rows := w.get("/users" + query("page-size", "100", "fields", "*")).rows()
	unusual := map[string]bool{}
	for _, u := range rows {
		name := u["name"].(string)
		unusual["escape"] = unusual["escape"] || strings.Contains(name, "\x1b[")
		unusual["long"] = unusual["long"] || len(name) > 200
		unusual["arabic"] = unusual["arabic"] || strings.Contains(name, "ليلى")
		unusual["no 2fa"] = unusual["no 2fa"] || u["otpauthRequired"] == false
	}
	if len(rows) != 64 || len(unusual) != 4 {
		t.Errorf("%d people, %v", len(rows), unusual)
	}
	names := map[string]int{}
	for _, r := range w.get("/roles").rows() {
		names[r["name"].(string)]++
	}
	if names["Contractor"] != 2 {
		t.Errorf("roles: %v", names)
	}
	if rows := w.get("/users/memberships" + query("filters", `less(expiresOn,"2026-03-01T12:00:00Z")`)).rows(); len(rows) != 1 {
		t.Errorf("memberships that have ended: %v", rows)
	}
}

func TestSeedSizes(t *testing.T) {
	for _, size := range []int{2, 3, 30, 65, 1000} {
		w := newWorld(t, size)
		if rows := w.get("/users" + query("page-size", "4000")).ok(200).rows(); len(rows) != size {
			t.Errorf("size %d: %d users", size, len(rows))
		}
		w.get("/users", edit{"Authorization": "Bearer " + w.set["viewer_token"]}).ok(200)
	}
	w := newWorld(t, 2)
	if err := w.svc.Seed(t.Context(), w.svc.Root, 1); err == nil || !strings.Contains(err.Error(), "at least 2") {
		t.Errorf("size 1: %v", err)
	}
}

// Of the tokens it makes the state keeps hashes only, and no answer but the
// first shows them.
func TestTokensAreNotKept(t *testing.T) {
	w := newWorld(t, 16)
	canary := strings.TrimPrefix(w.signIn(w.set["viewer_email"], "")["Authorization"], "Bearer ")
	service := w.do("POST", "/users/service-account", `{"name":"n"}`).ok(201).row()["token"].(string)
	data, err := os.ReadFile(w.svc.DB.Path())
	w.must(err)
	seen := string(data)
	for _, path := range []string{"/access-tokens" + query("fields", "*,created.*"), "/audit-logs?page-size=4000", "/users" + query("fields", "*")} {
		seen += w.do(http.MethodGet, path, "").Body
	}
	for _, secret := range []string{canary, service} {
		if strings.Contains(seen, secret) {
			t.Errorf("a token was kept or shown")
		}
	}
}

// A record that cannot be read is an error of the service, not a missing row.
func TestDamagedRecord(t *testing.T) {
	w := newWorld(t, 8)
	id := w.id("/roles", "name", "Viewer")
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
		v, err := w.svc.view(tx)
		w.must(err)
		v.enter(w.set["company"])
		return v.own(bRoles).Put([]byte(id), []byte("{"))
	}))
	w.get("/roles").refused(500, "Internal server error", "")
	w.do("PATCH", "/roles/"+id, `{"name":"x"}`).refused(500, "Internal server error", "")
}

// A token that was revoked works again for the next command, and stands in no
// list any more.
func TestRevokedTokenStaysAway(t *testing.T) {
	w := newWorld(t, 4)
	if rows := w.get("/access-tokens").ok(200).rows(); len(rows) != 1 {
		t.Fatalf("at first: %v", rows)
	}
	w.do("DELETE", "/access-tokens/me", "").ok(200)
	w.get("/users").refused(401, msgInvalidValue, "Authorization")
	_, err := w.svc.Settings("x")
	w.must(err)
	w.get("/users").ok(200)
	if rows := w.get("/access-tokens").ok(200).rows(); len(rows) != 0 {
		t.Errorf("it came back: %v", rows)
	}
}
