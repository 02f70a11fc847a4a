package ixon

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"unictl/internal/ixon/published"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

const paging = "&page-size=4000"

// headerSets are the header columns of §6.
var headerSets = map[string]http.Header{
	"V":     {"Api-Version": {"2"}},
	"VA":    {"Api-Version": {"2"}, "Api-Application": {testApplication}},
	"VAB":   {"Api-Version": {"2"}, "Api-Application": {testApplication}, "Api-Branding": {testBranding}},
	"VAT":   {"Api-Version": {"2"}, "Api-Application": {testApplication}, "Authorization": {"Bearer " + canaryToken}},
	"VATC":  {"Api-Version": {"2"}, "Api-Application": {testApplication}, "Authorization": {"Bearer " + canaryToken}, "Api-Company": {testCompany}},
	"VATCB": {"Api-Version": {"2"}, "Api-Application": {testApplication}, "Authorization": {"Bearer " + canaryToken}, "Api-Company": {testCompany}, "Api-Branding": {testBranding}},
}

// relevant are the headers that §1 speaks of.
func relevant(h http.Header) http.Header {
	kept := http.Header{}
	for name, values := range h {
		if name == "Authorization" || len(name) > 4 && name[:4] == "Api-" {
			kept[name] = values
		}
	}
	return kept
}

type operationTest struct {
	name    string
	run     func(context.Context, *Client) error
	headers string
	method  string
	uri     string
	body    string
	data    string
}

func fields(list string) string { return "?fields=" + url.QueryEscape(list) }

func items[T any](all func(func(rest.Item[T], error) bool)) error {
	_, err := drain(all)
	return err
}

func TestReads(t *testing.T) {
	run(t, []operationTest{
		{"Discovery", func(_ context.Context, c *Client) error { return do(c.Discovery()) }, "V", "GET", "/api/", "", `[{"rel":"UserList","href":"h","methods":["GET"]}]`},
		{"ServerTime", func(_ context.Context, c *Client) error { return do(c.ServerTime()) }, "V", "GET", "/api/server-time", "", `{"datetime":"2026-01-02T03:04:05Z"}`},
		{"Permissions", func(ctx context.Context, c *Client) error { return items(c.Permissions(ctx)) }, "V", "GET", "/api/permissions" + fields(PermissionFields) + paging, "", `[]`},
		{"Me", func(_ context.Context, c *Client) error { return do(c.Me()) }, "VAT", "GET", "/api/users/me" + fields(MeFields), "", `{}`},
		{"Users", func(ctx context.Context, c *Client) error { return items(c.Users(ctx)) }, "VATC", "GET", "/api/users" + fields(UserFields) + paging, "", `[]`},
		{"Users filtered", func(ctx context.Context, c *Client) error {
			return items(c.Users(ctx, IsNull("lastSeenOn"), Eq("type", ""), Eq("type", Person)))
		}, "VATC", "GET", "/api/users" + fields(UserFields) + "&filters=isnull%28lastSeenOn%29&filters=eq%28type%2C%22person%22%29" + paging, "", `[]`},
		{"User", func(_ context.Context, c *Client) error { return do(c.User("a/../b")) }, "VATC", "GET", "/api/users/a%2F..%2Fb" + fields(UserFields), "", `{}`},
		{"Invites", func(ctx context.Context, c *Client) error { return items(c.Invites(ctx)) }, "VATC", "GET", "/api/invites" + fields(InviteFields) + paging, "", `[]`},
		{"Invite", func(_ context.Context, c *Client) error { return do(c.Invite("i1")) }, "VATC", "GET", "/api/invites/i1" + fields(InviteFields), "", `{}`},
		{"Roles", func(ctx context.Context, c *Client) error { return items(c.Roles(ctx)) }, "VATC", "GET", "/api/roles" + fields(RoleFields) + paging, "", `[]`},
		{"Role", func(_ context.Context, c *Client) error { return do(c.Role("r1")) }, "VATC", "GET", "/api/roles/r1" + fields(RoleFields), "", `{}`},
		{"Groups", func(ctx context.Context, c *Client) error {
			return items(c.Groups(ctx, IsNull("agent")))
		}, "VATC", "GET", "/api/groups" + fields(GroupFields) + "&filters=isnull%28agent%29" + paging, "", `[]`},
		{"Group", func(_ context.Context, c *Client) error { return do(c.Group("g1")) }, "VATC", "GET", "/api/groups/g1" + fields(GroupFields), "", `{}`},
		{"GrantableRoles", func(ctx context.Context, c *Client) error { return items(c.GrantableRoles(ctx)) }, "VATC", "GET", "/api/groups/roles" + fields(GroupRoleFields) + paging, "", `[]`},
		{"Memberships", func(ctx context.Context, c *Client) error { return items(c.Memberships(ctx)) }, "VATC", "GET", "/api/users/memberships" + fields(MembershipFields) + paging, "", `[]`},
		{"Membership", func(_ context.Context, c *Client) error { return do(c.Membership("m1")) }, "VATC", "GET", "/api/users/memberships/m1" + fields(MembershipFields), "", `{}`},
		{"Companies", func(ctx context.Context, c *Client) error { return items(c.Companies(ctx)) }, "VAT", "GET", "/api/companies" + fields(CompanyFields) + paging, "", `[]`},
		{"Company", func(_ context.Context, c *Client) error { return do(c.Company(testCompany)) }, "VAT", "GET", "/api/companies/" + testCompany + fields(CompanyFields), "", `{}`},
		{"MyCompany", func(_ context.Context, c *Client) error { return do(c.MyCompany()) }, "VATC", "GET", "/api/companies/me" + fields(MyCompanyFields), "", `{}`},
		{"AccessTokens", func(ctx context.Context, c *Client) error { return items(c.AccessTokens(ctx)) }, "VAT", "GET", "/api/access-tokens" + fields(AccessTokenFields) + paging, "", `[]`},
		{"MyAccessToken", func(_ context.Context, c *Client) error { return do(c.MyAccessToken()) }, "VAT", "GET", "/api/access-tokens/me" + fields(AccessTokenFields), "", `{}`},
		{"AuditLogs", func(ctx context.Context, c *Client) error {
			return items(c.AuditLogs(ctx, Gte("time", time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600)))))
		}, "VATC", "GET", "/api/audit-logs?filters=gte%28time%2C%222026-01-02T02%3A04%3A05Z%22%29" + paging, "", `[]`},
	})
}

func TestChanges(t *testing.T) {
	expires := At(time.Date(2027, 1, 1, 0, 0, 0, 999, time.FixedZone("", 3600)))
	role := To("r1")
	run(t, []operationTest{
		{"RemoveUser", func(_ context.Context, c *Client) error { return do(c.RemoveUser("u1")) }, "VATC", "DELETE", "/api/users/u1", "", `null`},
		{"InviteUser", func(_ context.Context, c *Client) error {
			return do(c.InviteUser(InviteCreate{EmailAddress: "a&b@example.com", Message: "<hi>", Language: "en",
				GroupRoles: []GroupRole{{Group: To("g1"), Role: role, ExpiresOn: expires}, {Group: To("g2"), Role: role}}}))
		}, "VATCB", "POST", "/api/invites",
			`[{"emailAddress":"a&b@example.com","groupRoles":[{"group":{"publicId":"g1"},"role":{"publicId":"r1"},"expiresOn":"2026-12-31T23:00:00Z"},{"group":{"publicId":"g2"},"role":{"publicId":"r1"}}],"message":"<hi>","language":"en"}]`,
			`{"invites":[],"userMemberships":[]}`},
		{"InviteUser without grants", func(_ context.Context, c *Client) error {
			return do(c.InviteUser(InviteCreate{EmailAddress: "a@b.example"}))
		}, "VATCB", "POST", "/api/invites", `[{"emailAddress":"a@b.example","groupRoles":[]}]`, `{"invites":[],"userMemberships":[]}`},
		{"ResendInvite", func(_ context.Context, c *Client) error { return do(c.ResendInvite("i1")) }, "VATCB", "POST", "/api/invites/i1/resend", "", `null`},
		{"RevokeInvite", func(_ context.Context, c *Client) error { return do(c.RevokeInvite("i1")) }, "VATC", "DELETE", "/api/invites/i1", "", `null`},
		{"AddMembership", func(_ context.Context, c *Client) error {
			return do(c.AddMembership(MembershipCreate{User: To("u1"), GroupRole: GroupRole{Group: To("g1"), Role: role}}))
		}, "VATC", "POST", "/api/users/memberships", `[{"user":{"publicId":"u1"},"group":{"publicId":"g1"},"role":{"publicId":"r1"}}]`, `[{"publicId":"m1"}]`},
		{"AddMembership to an invite", func(_ context.Context, c *Client) error {
			return do(c.AddMembership(MembershipCreate{Invite: To("i1"), GroupRole: GroupRole{Group: To("g1"), Role: role, ExpiresOn: expires}}))
		}, "VATC", "POST", "/api/users/memberships", `[{"invite":{"publicId":"i1"},"group":{"publicId":"g1"},"role":{"publicId":"r1"},"expiresOn":"2026-12-31T23:00:00Z"}]`, `{"publicId":"m1"}`},
		{"UpdateMembership to nothing", func(_ context.Context, c *Client) error { return do(c.UpdateMembership("m1", MembershipPatch{})) }, "VATC", "PATCH", "/api/users/memberships/m1", `{}`, `null`},
		{"UpdateMembership", func(_ context.Context, c *Client) error {
			return do(c.UpdateMembership("m1", MembershipPatch{Group: To("g1"), ExpiresOn: &expires}))
		}, "VATC", "PATCH", "/api/users/memberships/m1", `{"group":{"publicId":"g1"},"expiresOn":"2026-12-31T23:00:00Z"}`, `null`},
		{"UpdateMembership the other way", func(_ context.Context, c *Client) error {
			return do(c.UpdateMembership("m1", MembershipPatch{Role: role, ExpiresOn: &Timestamp{}}))
		}, "VATC", "PATCH", "/api/users/memberships/m1", `{"role":{"publicId":"r1"},"expiresOn":null}`, `null`},
		{"RemoveMembership", func(_ context.Context, c *Client) error { return do(c.RemoveMembership("m1")) }, "VATC", "DELETE", "/api/users/memberships/m1", "", `null`},
		{"SetMemberships", func(_ context.Context, c *Client) error {
			return do(c.SetMemberships("u1", []GroupRole{{Group: To("g1"), Role: role}, {Group: To("g2"), Role: role, ExpiresOn: expires}}))
		}, "VATC", "PUT", "/api/users/memberships/user/u1", `[{"group":{"publicId":"g1"},"role":{"publicId":"r1"}},{"group":{"publicId":"g2"},"role":{"publicId":"r1"},"expiresOn":"2026-12-31T23:00:00Z"}]`, `[{"publicId":"m1"},{"publicId":"m2"}]`},
		{"SetMemberships to none", func(_ context.Context, c *Client) error { return do(c.SetMemberships("u1", nil)) }, "VATC", "PUT", "/api/users/memberships/user/u1", `[]`, `[]`},
		{"CreateServiceAccount", func(_ context.Context, c *Client) error { return do(c.CreateServiceAccount("ci")) }, "VATC", "POST", "/api/users/service-account", `[{"name":"ci"}]`, `[{"publicId":"s1","apiApplication":{"publicId":"a1"},"token":"t"}]`},
		{"DeleteServiceAccount", func(_ context.Context, c *Client) error { return do(c.DeleteServiceAccount("s1")) }, "VATC", "DELETE", "/api/users/service-account/s1", "", `null`},
		{"RevokeAccessToken", func(_ context.Context, c *Client) error { return do(c.RevokeAccessToken("t1")) }, "VAT", "DELETE", "/api/access-tokens/t1", "", `null`},
		{"RevokeMyAccessToken", func(_ context.Context, c *Client) error { return do(c.RevokeMyAccessToken()) }, "VAT", "DELETE", "/api/access-tokens/me", "", `null`},
	})
}

func run(t *testing.T, tests []operationTest) {
	shapes := published.ReadShapes()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serve(t, success(test.data))
			if err := test.run(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			got := server.last(t)
			want := seen{method: test.method, uri: test.uri, body: test.body, header: headerSets[test.headers]}
			contentType := got.header["Content-Type"]
			got.header = relevant(got.header)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
				t.Errorf("the request differs (-want +got):\n%s", diff)
			}
			operation, ok := published.Find(got.method, strings.SplitN(strings.TrimPrefix(got.uri, "/api"), "?", 2)[0])
			if faults := shapes.Request(operation, []byte(got.body)); !ok || len(faults) > 0 {
				t.Errorf("the request is not as published: %q", faults)
			}
			if hasType := contentType != nil; hasType != (test.body != "") {
				t.Errorf("Content-Type %q with body %q", contentType, test.body)
			}
		})
	}
}
