package ixon

import "testing"

func TestHeaders(t *testing.T) {
	w := newWorld(t, 64)
	other := "1111-2222-3333-4444-5555"
	for _, c := range []struct {
		name, method, path string
		edit               edit
		status             int
		message, property  string
	}{
		{"no version", "GET", "/users", edit{"Api-Version": ""}, 400, msgRequiredHeader, "Api-Version"},
		{"other version", "GET", "/", edit{"Api-Version": "1"}, 400, msgInvalidValue, "Api-Version"},
		{"no application", "GET", "/users", edit{"Api-Application": ""}, 400, msgRequiredHeader, "Api-Application"},
		{"malformed application", "GET", "/users", edit{"Api-Application": "short"}, 400, msgInvalidValue, "Api-Application"},
		{"unknown application", "GET", "/users", edit{"Api-Application": "AAAAAAAAAAAA"}, 400, msgInvalidValue, "Api-Application"},
		{"no authorization", "GET", "/users", edit{"Authorization": ""}, 401, msgRequiredHeader, "Authorization"},
		{"bad bearer", "GET", "/users", edit{"Authorization": "Bearer nope"}, 401, msgInvalidValue, "Authorization"},
		{"no scheme", "GET", "/users", edit{"Authorization": w.set["token"]}, 401, msgInvalidValue, "Authorization"},
		{"no company", "GET", "/users", edit{"Api-Company": ""}, 400, msgRequiredHeader, "Api-Company"},
		{"malformed company", "GET", "/users", edit{"Api-Company": "1234"}, 400, msgInvalidValue, "Api-Company"},
		{"unknown company", "GET", "/users", edit{"Api-Company": other}, 400, msgInvalidValue, "Api-Company"},
		{"no branding where mail goes out", "POST", "/invites", edit{"Api-Branding": ""}, 400, msgRequiredHeader, "Api-Branding"},
		{"no branding on resend", "POST", "/invites/resend", edit{"Api-Branding": ""}, 400, msgRequiredHeader, "Api-Branding"},
		{"unknown branding", "GET", "/users", edit{"Api-Branding": "vpn.example.com"}, 400, msgInvalidValue, "Api-Branding"},
		{"service token elsewhere", "GET", "/users", edit{"Authorization": "Bearer " + w.set["service_token"]}, 401, msgInvalidValue, "Authorization"},
		{"unknown path", "GET", "/memberships", nil, 404, msgNotFound, ""},
		{"method of another path", "PATCH", "/users", nil, 405, "Method not allowed", ""},
		{"below a known path", "GET", "/users/me/shoes", nil, 404, msgNotFound, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := *w
			w.T = t
			w.do(c.method, c.path, "", c.edit).refused(c.status, c.message, c.property)
		})
	}
}

func TestHeadersThatAreNotNeeded(t *testing.T) {
	w := newWorld(t, 8)
	bare := edit{"Api-Application": "", "Authorization": "", "Api-Company": "", "Api-Branding": ""}
	for _, path := range []string{"/", "/server-time", "/permissions"} {
		w.get(path, bare).ok(200)
	}
	w.get("/users", edit{"Api-Branding": ""}).ok(200)
	w.get("/companies", edit{"Api-Company": "nonsense, and ignored"}).ok(200)
	w.get("/users", edit{"Authorization": "Bearer " + w.set["service_token"], "Api-Application": w.set["service_application"]}).ok(200)
}

func TestSeveralFaultsAtOnce(t *testing.T) {
	w := newWorld(t, 8)
	r := w.get("/users", edit{"Api-Application": "", "Api-Company": ""})
	if got := r.rows(); len(got) != 2 || got[1]["propertyName"] != "Api-Company" || got[1]["listIndex"] != nil {
		t.Fatalf("want two entries, got %s", r.Body)
	}
}

func TestRights(t *testing.T) {
	w := newWorld(t, 64)
	viewer := edit{"Authorization": "Bearer " + w.set["viewer_token"]}
	w.get("/users", viewer).ok(200)
	body := `[{"publicId":"AAAAAAAAAAAA"}]`
	for method, path := range map[string]string{
		"POST": "/invites", "DELETE": "/users", "PATCH": "/groups", "PUT": "/users/memberships/user/AAAAAAAAAAAA", "GET": "/audit-logs",
	} {
		w.do(method, path, body, viewer).refused(403, msgDenied, "")
	}
	if rows := w.get("/groups/roles", viewer).ok(200).rows(); len(rows) != 0 {
		t.Errorf("a viewer may grant %v", rows)
	}
	// In the second company the administrator is a viewer.
	var second string
	for _, co := range w.get("/companies").ok(200).rows() {
		if id := co["publicId"].(string); id != w.set["company"] {
			second = id
		}
	}
	w.do("DELETE", "/users", body, edit{"Api-Company": second}).refused(403, msgDenied, "")
}

func TestNobodyGrantsMoreThanTheyHave(t *testing.T) {
	w := newWorld(t, 64)
	mine := w.signIn("claire.fontaine@example.com", w.set["otp"])
	admin, company := w.id("/roles", "name", "Administrator"), w.id("/groups", "name", "Northwind Machines")
	viewer := w.id("/roles", "name", "Viewer")
	access := func(role string) string {
		return `{"emailAddress":"x.y@example.com","groupRoles":[{"group":` + ref(company) + `,"role":` + ref(role) + `}]}`
	}
	w.do("POST", "/invites", access(admin), mine).refused(403, msgDenied, "role")
	w.do("POST", "/invites", access(viewer), mine).ok(201)
}

func TestSecondFactorIsDemanded(t *testing.T) {
	w := newWorld(t, 64)
	user, admin := w.id("/users", "emailAddress", w.set["viewer_email"]), w.id("/roles", "name", "Administrator")
	company := w.id("/groups", "name", "Northwind Machines")
	w.do("PUT", "/users/memberships/user/"+user, `[{"group":`+ref(company)+`,"role":`+ref(admin)+`}]`).ok(200)
	viewer := edit{"Authorization": "Bearer " + w.set["viewer_token"]}
	w.get("/users", viewer).refused(403, "2FA is required", "")
}
