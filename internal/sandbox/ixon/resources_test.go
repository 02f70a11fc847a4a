package ixon

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoles(t *testing.T) {
	w := newWorld(t, 64)
	audience := w.id("/audiences", "name", "VPN")
	id := w.do("POST", "/roles", `{"name":"Night shift","enforce2fa":true,"permissions":[{"publicId":"MANAGE_PAGE"}],"audiences":[`+ref(audience)+`]}`).ok(201).row()["publicId"].(string)
	show := func() string {
		got := w.row("/roles/" + id + query("fields", "name,description,enforce2fa,permissions,audiences(name)"))
		return fmt.Sprint(got["name"], got["description"], got["enforce2fa"], got["permissions"], got["audiences"])
	}
	want := fmt.Sprintf("Night shift<nil> true [map[publicId:MANAGE_PAGE]] [map[name:VPN publicId:%s]]", audience)
	if got := show(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	w.do("PATCH", "/roles/"+id, `{"name":"Late shift","description":"22 to 6","enforce2fa":false}`).ok(200)
	w.do("PATCH", "/roles", `[{"publicId":"`+id+`","description":null}]`).ok(200)
	w.do("POST", "/roles/"+id+"/permissions", `[{"publicId":"MANAGE_AGENT"},{"publicId":"MANAGE_PAGE"}]`).ok(201)
	w.do("DELETE", "/roles/"+id+"/permissions/MANAGE_PAGE", "").ok(200)
	w.do("PUT", "/roles/"+id+"/audiences", `[]`).ok(200)
	if got, want := show(), "Late shift<nil> false [map[publicId:MANAGE_AGENT]] []"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	w.do("PUT", "/roles/"+id+"/permissions", `[{"publicId":"FLY"}]`).refused(400, msgInvalidValue, "publicId")
	w.do("DELETE", "/roles/"+id+"/permissions/MANAGE_PAGE", "").refused(404, msgNotFound, "")
	w.do("DELETE", "/roles/"+id+"/permissions", `[{"publicId":"MANAGE_AGENT"}]`).ok(200)
	w.do("DELETE", "/roles", `[`+ref(id)+`]`).ok(200)
	w.get("/roles/"+id).refused(404, msgNotFound, "")
	w.do("PATCH", "/roles/"+id, `{"name":"x"}`).refused(404, msgNotFound, "")
	w.do("DELETE", "/roles/"+w.id("/roles", "name", "Administrator"), "").refused(409, "This role cannot be removed", "publicId")
	w.do("DELETE", "/roles/"+w.id("/roles", "name", "Viewer"), "").refused(409, "This role is in use.", "publicId")
	w.do("POST", "/roles", `{}`).refused(400, msgRequiredProperty, "name")
	w.do("PATCH", "/roles/"+w.id("/roles", "name", "Viewer"), `{"permissions":[]}`).refused(400, "Unknown property", "permissions")
}

func TestGroups(t *testing.T) {
	w := newWorld(t, 64)
	plant, lyon := ref(w.id("/group-types", "name", "Plant")), w.id("/groups", "name", "Plant Lyon")
	ids := w.do("POST", "/groups", `[{"name":"Hall 1","type":`+plant+`,"parent":`+ref(lyon)+`}]`).ok(201).rows()
	id := ids[0]["publicId"].(string)
	got := w.row("/groups/" + id + query("fields", "name,type.name,parent.name,agent,isCompanyGroup"))
	if got["parent"].(map[string]any)["name"] != "Plant Lyon" || got["type"].(map[string]any)["name"] != "Plant" || got["isCompanyGroup"] != false {
		t.Errorf("group: %v", got)
	}
	w.do("PATCH", "/groups/"+lyon, `{"parent":`+ref(id)+`}`).refused(400, msgInvalidValue, "parent")
	w.do("DELETE", "/groups/"+lyon, "").ok(200)
	if got := w.row("/groups/" + id + query("fields", "parent")); got["parent"] != nil {
		t.Errorf("orphan: %v", got)
	}
	if rows := w.get("/users/memberships" + query("filters", `eq(group.publicId,"`+lyon+`")`)).rows(); len(rows) != 0 {
		t.Errorf("memberships of a removed group: %d", len(rows))
	}
	w.do("DELETE", "/groups/"+w.id("/groups", "name", "Northwind Machines"), "").refused(409, "This group cannot be removed", "publicId")
	w.do("POST", "/groups", `{"name":"x","type":`+ref("AAAAAAAAAAAA")+`}`).refused(400, msgInvalidValue, "type")
	w.do("PATCH", "/groups", `[{"publicId":"`+id+`","name":"Hall 2","custom":{"a":1}}]`).ok(200)
	if got := w.row("/groups/" + id + query("fields", "name,custom.a")); got["name"] != "Hall 2" || got["custom"].(map[string]any)["a"] != 1.0 {
		t.Errorf("changed: %v", got)
	}
	if rows := w.get("/groups" + query("filters", "isnotnull(agent)", "fields", "name")).rows(); len(rows) != 2 || rows[0]["name"] != nil {
		t.Errorf("device groups: %v", rows)
	}
	lines := w.get("/groups/roles" + query("fields", "group.name,roles.name")).ok(200).rows()
	if len(lines) != 9 || len(lines[0]["roles"].([]any)) != 8 {
		t.Errorf("grantable: %d lines, %v", len(lines), lines[0])
	}
}

func TestCompaniesAndMe(t *testing.T) {
	w := newWorld(t, 64)
	if rows := w.get("/companies").ok(200).rows(); len(rows) != 2 {
		t.Errorf("companies: %v", rows)
	}
	w.do("PATCH", "/companies/me", `{"name":"Northwind GmbH","country":"DE"}`).ok(200)
	got := w.row("/companies/me" + query("fields", "name,country,branding,licenceModel"))
	want := map[string]any{"publicId": w.set["company"], "name": "Northwind GmbH", "country": "DE", "branding": nil, "licenceModel": "modules"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.do("PATCH", "/companies/me", `{"country":"de"}`).refused(400, msgInvalidValue, "country")
	w.get("/companies/1111-2222-3333-4444-5555").refused(404, msgNotFound, "")
	w.do("PATCH", "/users/me", `{"name":"M. Solberg","phoneNumber":"+4712345678","timeZone":null}`).ok(200)
	if got := w.row("/users/me" + query("fields", "name,phoneNumber")); got["name"] != "M. Solberg" || got["phoneNumber"] != "+4712345678" {
		t.Errorf("me: %v", got)
	}
	w.do("PATCH", "/users/me", `{"phoneNumber":"12345"}`).refused(400, msgInvalidValue, "phoneNumber")
	w.do("PATCH", "/users/me", `[]`).refused(400, "Invalid JSON body", "")
}

func TestServiceAccounts(t *testing.T) {
	w := newWorld(t, 64)
	row := w.do("POST", "/users/service-account", `[{"name":"nightly"}]`).ok(201).rows()[0]
	id, app := row["publicId"].(string), row["apiApplication"].(map[string]any)["publicId"].(string)
	auth := edit{"Authorization": "Bearer " + row["token"].(string), "Api-Application": app}
	if me := w.get("/users/me"+query("fields", "type,emailAddress,apiApplications"), auth).ok(200).row(); me["type"] != "service_account" || me["emailAddress"] != nil {
		t.Errorf("me: %v", me)
	}
	if rows := w.get("/companies", auth).ok(200).rows(); len(rows) != 1 || rows[0]["publicId"] != w.set["company"] {
		t.Errorf("companies it belongs to: %v", rows)
	}
	auth["Api-Application"] = w.set["application"]
	w.get("/users/me", auth).refused(401, msgInvalidValue, "Authorization")
	viewer := w.id("/users", "emailAddress", w.set["viewer_email"])
	w.do("DELETE", "/users/service-account/"+viewer, "").refused(404, msgNotFound, "")
	w.do("DELETE", "/users/service-account", `[`+ref(id)+`]`).ok(200)
	auth["Api-Application"] = app
	if r := w.get("/users/me", auth); r.Status < 400 {
		t.Error("a removed account's token still works")
	}
	w.get("/users/"+id).refused(404, msgNotFound, "")
	w.do("POST", "/users/service-account", `{"name":""}`).refused(400, msgInvalidValue, "name")
}

func TestAgents(t *testing.T) {
	w := newWorld(t, 8)
	rows := w.get("/agents" + query("fields", "*,company.name,memberships(group.reference.name)")).ok(200).rows()
	if len(rows) != 4 || rows[0]["company"].(map[string]any)["name"] != "Northwind Machines" || len(rows[0]["memberships"].([]any)) == 0 {
		t.Errorf("agents: %v", rows)
	}
	w.get("/agents/" + rows[0]["publicId"].(string)).ok(200)
}
