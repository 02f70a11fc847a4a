package ixon

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// requestOf finds a seeded request by its reason.
func (w *world) requestOf(reason string) (agent, id string) {
	w.Helper()
	for _, a := range w.get("/agents").ok(200).rows() {
		agent = a["publicId"].(string)
		for _, r := range w.get("/agents/" + agent + "/access-requests" + query("fields", "reason")).ok(200).rows() {
			if r["reason"] == reason {
				return agent, r["publicId"].(string)
			}
		}
	}
	w.Fatalf("no request %q", reason)
	return "", ""
}

// busyAgent is a device that somebody wants to reach.
func (w *world) busyAgent() string {
	w.Helper()
	agent, _ := w.requestOf("Replace the panel of line 4")
	return agent
}

func TestAccessRequests(t *testing.T) {
	w := newWorld(t, 12)
	agent, id := w.requestOf("Replace the panel of line 4")
	path := "/agents/" + agent + "/access-requests"
	viewer := edit{"Authorization": "Bearer " + w.set["viewer_token"]}
	w.do("POST", path+"/approve/"+id, "", viewer).refused(403, msgDenied, "")
	got := w.do("POST", path+"/approve/"+id, "").ok(201).row()
	want := map[string]any{"deviceName": got["deviceName"], "serviceNames": []any{"VNC panel"}, "vpn": true, "emailAddress": w.set["viewer_email"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.do("POST", path+"/approve/"+id, "").refused(409, "This access request is approved.", "publicId")
	w.do("POST", path+"/reject/"+id, "").refused(409, "This access request is approved.", "publicId")
	row := w.get(path + "/" + id + query("fields", "status,approver.name")).ok(200).row()
	if row["status"] != "approved" || row["approver"] == nil {
		t.Errorf("approved: %v", row)
	}
	if rows := w.get(path + "?filters=" + url.QueryEscape(`eq(status,"pending")`)).ok(200).rows(); len(rows) != 0 {
		t.Errorf("pending: %v", rows)
	}
	w.do("POST", path+"/approve/AAAAAAAAAAAA", "").refused(404, msgNotFound, "")
	late, expired := w.requestOf("Read the counters")
	w.do("POST", "/agents/"+late+"/access-requests/reject/"+expired, "").refused(409, "This access request is expired.", "publicId")

	me := w.get("/users/me").ok(200).row()["publicId"].(string)
	body := `{"vpn":true,"servers":[` + ref("S3rv3rWEB002") + `],"start":"2026-03-02T12:00:00Z","end":"2026-03-03T12:00:00Z","reason":"Update","allowedApprovers":[` + ref(me) + `]}`
	made := w.do("POST", path, body, viewer).ok(201).row()["publicId"].(string)
	w.do("POST", path+"/resend", `[`+ref(made)+`]`).ok(201)
	w.do("POST", path+"/resend/"+made+"/resend", "").ok(201)
	w.do("POST", path+"/reject/"+made, "").ok(201)
	w.do("POST", path, `{"servers":[],"start":"2026-03-03T12:00:00Z","end":"2026-03-02T12:00:00Z","reason":"","allowedApprovers":[]}`, viewer).refused(400, msgInvalidValue, "end")
}

func TestZoneGrants(t *testing.T) {
	w := newWorld(t, 64)
	me := w.get("/users/me").ok(200).row()["publicId"].(string)
	rows := w.get("/user-zone-grants" + query("fields", "user,zone,grants,expiresOn", "filters", `eq(user.publicId,"`+me+`")`)).ok(200).rows()
	if len(rows) != 1 {
		t.Fatalf("mine: %v", rows)
	}
	if diff := cmp.Diff(map[string]any{"type": "c"}, rows[0]["zone"]); diff != "" || len(rows[0]["grants"].([]any)) == 0 {
		t.Error(diff, rows[0])
	}
	seen := map[string]bool{}
	for _, row := range w.get("/user-zone-grants" + query("fields", "zone", "page-size", "4000")).ok(200).rows() {
		seen[row["zone"].(map[string]any)["type"].(string)] = true
	}
	if diff := cmp.Diff(map[string]bool{"c": true, "g": true, "a": true}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestSupportAccess(t *testing.T) {
	w := newWorld(t, 8)
	const path = "/companies/me/support-access"
	until := func() any {
		return w.get("/companies/me" + query("fields", "supportAccessExpiresOn")).ok(200).row()["supportAccessExpiresOn"]
	}
	w.do("PATCH", path, `{"expiresOn":"2026-03-05T12:00:00Z"}`).refused(404, msgNotFound, "")
	w.do("DELETE", path, "").refused(404, msgNotFound, "")
	w.do("POST", path, `{"caseNumber":"4711"}`).refused(400, msgRequiredProperty, "expiresOn")
	w.do("POST", path, `{"expiresOn":"2026-02-05T12:00:00Z"}`).refused(400, msgInvalidValue, "expiresOn")
	w.do("POST", path, `{"expiresOn":"2026-03-05T12:00:00Z","caseNumber":"4711","message":"the log"}`).ok(201)
	if got := until(); got != "2026-03-05T12:00:00Z" {
		t.Error(got)
	}
	w.do("PATCH", path, `{"expiresOn":"2026-03-08T12:00:00Z"}`).ok(200)
	if got := until(); got != "2026-03-08T12:00:00Z" {
		t.Error(got)
	}
	w.do("DELETE", path, "").ok(200)
	if got := until(); got != nil {
		t.Error(got)
	}
}

func TestRecoverAccess(t *testing.T) {
	w := newWorld(t, 8)
	nobody := edit{"Authorization": "", "Api-Company": ""}
	w.do("POST", "/access-recover", `{"emailAddress":"lena.hoffmann@example.com"}`, nobody).ok(201)
	w.do("POST", "/access-recover", `{"emailAddress":"lena.hoffmann"}`, nobody).refused(400, msgInvalidValue, "emailAddress")
	w.do("POST", "/access-recover", `{"emailAddress":"a@example.com"}`, nobody, edit{"Api-Branding": ""}).refused(400, msgRequiredHeader, "Api-Branding")
}
