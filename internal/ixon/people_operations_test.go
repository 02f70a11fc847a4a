package ixon

import (
	"context"
	"testing"
	"time"
)

func TestChangesOfRolesAndGroups(t *testing.T) {
	off, none := false, ""
	run(t, []operationTest{
		{"CreateRole", func(_ context.Context, c *Client) error {
			return do(c.CreateRole(RoleCreate{Name: "Night", Enforce2FA: true, Permissions: []Permission{{"MANAGE_PAGE"}}, Audiences: []Ref{To("aud1aud1aud1")}}))
		}, "VATC", "POST", "/api/roles", `[{"name":"Night","enforce2fa":true,"permissions":[{"publicId":"MANAGE_PAGE"}],"audiences":[{"publicId":"aud1aud1aud1"}]}]`, `[{"publicId":"r1"}]`},
		{"UpdateRole", func(_ context.Context, c *Client) error {
			return do(c.UpdateRole("r1", RolePatch{Description: &none, EnforceSSO: &off}))
		}, "VATC", "PATCH", "/api/roles/r1", `{"description":"","enforceSso":false}`, `null`},
		{"DeleteRole", func(_ context.Context, c *Client) error { return do(c.DeleteRole("r1")) }, "VATC", "DELETE", "/api/roles/r1", "", `null`},
		{"SetPermissions", func(_ context.Context, c *Client) error {
			return do(c.SetPermissions("r1", []Permission{{"A"}, {"B"}}))
		}, "VATC", "PUT", "/api/roles/r1/permissions", `[{"publicId":"A"},{"publicId":"B"}]`, `null`},
		{"SetPermissions to none", func(_ context.Context, c *Client) error { return do(c.SetPermissions("r1", nil)) }, "VATC", "PUT", "/api/roles/r1/permissions", `[]`, `null`},
		{"SetAudiences", func(_ context.Context, c *Client) error { return do(c.SetAudiences("r1", []Ref{To("aud1aud1aud1")})) }, "VATC", "PUT", "/api/roles/r1/audiences", `[{"publicId":"aud1aud1aud1"}]`, `null`},
		{"CreateGroup", func(_ context.Context, c *Client) error {
			return do(c.CreateGroup(GroupCreate{Name: "Line 5", Type: To("t1"), Parent: To("g1")}))
		}, "VATC", "POST", "/api/groups", `[{"name":"Line 5","type":{"publicId":"t1"},"parent":{"publicId":"g1"}}]`, `[{"publicId":"g2"}]`},
		{"UpdateGroup", func(_ context.Context, c *Client) error { return do(c.UpdateGroup("g2", GroupPatch{Name: "Line 6"})) }, "VATC", "PATCH", "/api/groups/g2", `{"name":"Line 6"}`, `null`},
		{"UpdateGroup under another", func(_ context.Context, c *Client) error {
			return do(c.UpdateGroup("g2", GroupPatch{Parent: &ParentOrNo{To("g3")}}))
		}, "VATC", "PATCH", "/api/groups/g2", `{"parent":{"publicId":"g3"}}`, `null`},
		{"UpdateGroup under none", func(_ context.Context, c *Client) error {
			return do(c.UpdateGroup("g2", GroupPatch{Parent: &ParentOrNo{}}))
		}, "VATC", "PATCH", "/api/groups/g2", `{"parent":null}`, `null`},
		{"DeleteGroup", func(_ context.Context, c *Client) error { return do(c.DeleteGroup("g2")) }, "VATC", "DELETE", "/api/groups/g2", "", `null`},
	})
}

func TestChangesOfAccess(t *testing.T) {
	until := time.Date(2027, 1, 1, 0, 0, 0, 999, time.FixedZone("", 3600))
	decided := `{"deviceName":"d","serviceNames":[],"vpn":true,"emailAddress":"a@b.example"}`
	run(t, []operationTest{
		{"ApproveAccessRequest", func(_ context.Context, c *Client) error { return do(c.ApproveAccessRequest("a1", "q1")) }, "VATC", "POST", "/api/agents/a1/access-requests/approve/q1", "", decided},
		{"RejectAccessRequest", func(_ context.Context, c *Client) error { return do(c.RejectAccessRequest("a1", "q1")) }, "VATC", "POST", "/api/agents/a1/access-requests/reject/q1", "", decided},
		{"GrantSupportAccess", func(_ context.Context, c *Client) error {
			return do(c.GrantSupportAccess(SupportAccessGrant{ExpiresOn: At(until), CaseNumber: "12"}))
		}, "VATC", "POST", "/api/companies/me/support-access", `{"expiresOn":"2026-12-31T23:00:00Z","caseNumber":"12"}`, `null`},
		{"ExtendSupportAccess", func(_ context.Context, c *Client) error { return do(c.ExtendSupportAccess(until)) }, "VATC", "PATCH", "/api/companies/me/support-access", `{"expiresOn":"2026-12-31T23:00:00Z"}`, `null`},
		{"RevokeSupportAccess", func(_ context.Context, c *Client) error { return do(c.RevokeSupportAccess()) }, "VATC", "DELETE", "/api/companies/me/support-access", "", `null`},
		{"SendPasswordReset", func(_ context.Context, c *Client) error { return do(c.SendPasswordReset("a@b.example")) }, "VAB", "POST", "/api/access-recover", `{"emailAddress":"a@b.example"}`, `null`},
	})
}
