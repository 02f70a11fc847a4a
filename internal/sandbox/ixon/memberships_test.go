package ixon

import "testing"

// access is a membership item without its holder.
func (w *world) access(group, role, more string) string {
	w.Helper()
	return `"group":` + ref(w.id("/groups", "name", group)) + `,"role":` + ref(w.id("/roles", "name", role)) + more
}

func TestMembershipLifecycle(t *testing.T) {
	w := newWorld(t, 64)
	user := w.id("/users", "emailAddress", w.set["viewer_email"])
	body := `{"user":` + ref(user) + `,` + w.access("Plant Osaka", "Operator", "") + `}`
	id := w.do("POST", "/users/memberships", body).ok(201).row()["publicId"].(string)
	w.do("POST", "/users/memberships", body).refused(409, msgTwoPerGroup, "group")
	temporary := `[{"user":` + ref(user) + `,` + w.access("Plant Osaka", "Engineer", `,"expiresOn":"2026-04-01T00:00:00Z"`) + `}]`
	second := w.do("POST", "/users/memberships", temporary).ok(201).rows()[0]["publicId"].(string)
	w.do("POST", "/users/memberships", temporary).refused(409, msgTwoPerGroup, "group")
	// Making the temporary one permanent would be a second permanent one.
	w.do("PATCH", "/users/memberships/"+second, `{"expiresOn":null}`).refused(409, msgTwoPerGroup, "group")

	fields := query("fields", "expiresOn,group(reference.name),role")
	w.do("PATCH", "/users/memberships", `[{"publicId":"`+id+`","role":null,"expiresOn":"2026-05-01T00:00:00Z"}]`).refused(409, msgTwoPerGroup, "group")
	w.do("DELETE", "/users/memberships/"+second, "").ok(200)
	w.do("PATCH", "/users/memberships", `[{"publicId":"`+id+`","role":null,"expiresOn":"2026-05-01T00:00:00Z"}]`).ok(200)
	if got := w.row("/users/memberships/" + id + fields); got["role"] != nil || got["expiresOn"] != "2026-05-01T00:00:00Z" {
		t.Errorf("after PATCH: %v", got)
	}
	w.do("PATCH", "/users/memberships/"+id, `{"expiresOn":null}`).ok(200)
	if got := w.row("/users/memberships/" + id + fields); got["expiresOn"] != nil ||
		got["group"].(map[string]any)["reference"].(map[string]any)["name"] != "Plant Osaka" {
		t.Errorf("after clearing: %v", got)
	}
	w.do("DELETE", "/users/memberships", `[`+ref(id)+`]`).ok(200)
	w.get("/users/memberships/"+id).refused(404, msgNotFound, "")
}

func TestMembershipRefusals(t *testing.T) {
	w := newWorld(t, 64)
	user, invite := ref(w.id("/users", "emailAddress", w.set["viewer_email"])), ref(w.id("/invites", "emailAddress", "pending.person@example.com"))
	osaka := w.access("Plant Osaka", "Operator", "")
	for _, c := range []struct {
		name, body        string
		status            int
		message, property string
	}{
		{"nobody", `{` + osaka + `}`, 400, msgRequiredProperty, "user"},
		{"user and invite", `{"user":` + user + `,"invite":` + invite + `,` + osaka + `}`, 400, msgInvalidValue, "invite"},
		{"unknown user", `{"user":` + ref("AAAAAAAAAAAA") + `,` + osaka + `}`, 400, msgInvalidValue, "user"},
		{"unknown invite", `{"invite":` + ref("AAAAAAAAAAAA") + `,` + osaka + `}`, 400, msgInvalidValue, "invite"},
		{"role of null", `{"user":` + user + `,"group":` + ref(w.id("/groups", "name", "Plant Osaka")) + `,"role":null}`, 400, msgInvalidValue, "role"},
		{"no group", `{"user":` + user + `,"role":` + ref(w.id("/roles", "name", "Viewer")) + `}`, 400, msgRequiredProperty, "group"},
		{"a time without zone", `{"user":` + user + `,` + osaka + `,"expiresOn":"2026-05-01"}`, 400, msgInvalidValue, "expiresOn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.do("POST", "/users/memberships", c.body).refused(c.status, c.message, c.property)
		})
	}
	w.do("POST", "/users/memberships", `{"invite":`+invite+`,`+osaka+`}`).ok(201)
	w.do("PATCH", "/users/memberships", `[{"publicId":"AAAAAAAAAAAA"}]`).refused(404, msgNotFound, "publicId")
	w.do("PATCH", "/users/memberships", `[{"role":null}]`).refused(400, msgRequiredProperty, "publicId")
}

func TestReplaceMemberships(t *testing.T) {
	w := newWorld(t, 64)
	user := w.id("/users", "emailAddress", "martha.quist@example.com")
	path := "/users/memberships/user/" + user
	count := func() int {
		return len(w.row("/users/" + user + query("fields", "memberships"))["memberships"].([]any))
	}
	if count() != 4 {
		t.Fatalf("%d memberships to begin with", count())
	}
	lyon := w.access("Plant Lyon", "Viewer", "")
	w.do("PUT", path, `{`+lyon+`}`).refused(400, "Invalid JSON body", "")
	r := w.do("PUT", path, `[{`+lyon+`},{`+lyon+`}]`).refused(409, msgTwoPerGroup, "group")
	if r.rows()[0]["listIndex"] != 1.0 || count() != 4 {
		t.Errorf("%d memberships after %s", count(), r.Body)
	}
	osaka := ref(w.id("/groups", "name", "Plant Osaka"))
	r = w.do("PUT", path, `[{`+lyon+`},{"group":`+osaka+`,"role":null}]`).ok(200)
	if len(r.rows()) != 2 || count() != 2 {
		t.Errorf("%d memberships after %s", count(), r.Body)
	}
	w.do("PUT", path, `[]`).ok(200)
	if count() != 0 {
		t.Errorf("%d memberships after replacing by none", count())
	}
	w.get("/users/" + user).ok(200)
	w.do("PUT", "/users/memberships/user/AAAAAAAAAAAA", `[]`).refused(404, msgNotFound, "")
}
