package ixon

import (
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestRaw(t *testing.T) {
	tests := []struct {
		method, path, body string
		headers            string
		want               string
	}{
		{"get", "users", "", "VATC", "GET /api/users?q=1"},
		{"GET", "/users?fields=publicId,name&filters=isnull(agent)", "", "VATC", "GET /api/users?fields=publicId%2Cname&filters=isnull%28agent%29&q=1"},
		{"GET", "BASE/users/a%2Fb", "", "VATC", "GET /api/users/a%2Fb?q=1"},
		{"GET", "BASE", "", "V", "GET /api/?q=1"},
		{"GET", "", "", "V", "GET /api/?q=1"},
		{"GET", "server-time", "", "V", "GET /api/server-time?q=1"},
		{"GET", "permissions", "", "V", "GET /api/permissions?q=1"},
		{"GET", "companies", "", "VAT", "GET /api/companies?q=1"},
		{"GET", "companies/" + testCompany, "", "VAT", "GET /api/companies/" + testCompany + "?q=1"},
		{"PATCH", "companies/me", "{}", "VATC", "PATCH /api/companies/me?q=1"},
		{"DELETE", "companies/me/support-access", "", "VATC", "DELETE /api/companies/me/support-access?q=1"},
		{"GET", "users/me", "", "VAT", "GET /api/users/me?q=1"},
		{"DELETE", "users/me/leave-companies", "[]", "VAT", "DELETE /api/users/me/leave-companies?q=1"},
		{"POST", "users/memberships", "[]", "VATC", "POST /api/users/memberships?q=1"},
		{"GET", "trusted-devices", "", "VAT", "GET /api/trusted-devices?q=1"},
		{"DELETE", "access-tokens/t1", "", "VAT", "DELETE /api/access-tokens/t1?q=1"},
		{"GET", "invites", "", "VATC", "GET /api/invites?q=1"},
		{"POST", "invites", "[]", "VATCB", "POST /api/invites?q=1"},
		{"POST", "invites/resend", "[]", "VATCB", "POST /api/invites/resend?q=1"},
		{"POST", "invites/i1/resend", "", "VATCB", "POST /api/invites/i1/resend?q=1"},
		{"POST", "invites/i1/finish", "", "VAT", "POST /api/invites/i1/finish?q=1"},
		{"GET", "agents/a1/servers", "", "VATC", "GET /api/agents/a1/servers?q=1"},
		{"GET", "messages", "", "VAT", "GET /api/messages?q=1"},
		{"GET", "sso/identity-providers", "", "VA", "GET /api/sso/identity-providers?q=1"},
		{"PATCH", "companies/privacy-statement-languages", "{}", "VATC", "PATCH /api/companies/privacy-statement-languages?q=1"},
		{"POST", "auth-tokens/data", "{}", "VATC", "POST /api/auth-tokens/data?q=1"},
		{"POST", "users/me/vpn-configs", "{}", "VATC", "POST /api/users/me/vpn-configs?q=1"},
		{"POST", "access-recover", "{}", "VAB", "POST /api/access-recover?q=1"},
		{"POST", "feedback", "{}", "VATCB", "POST /api/feedback?q=1"},
		{"GET", "newer/than-the-file", "", "VATCB", "GET /api/newer/than-the-file?q=1"},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			server, client := serve(t, success(`[{"publicId":"x"}]`))
			var body []byte
			if test.body != "" {
				body = []byte(test.body)
			}
			path := strings.Replace(test.path, "BASE", strings.TrimSuffix(client.rest.Base(), "/"), 1)
			call, err := client.Raw(test.method, path, []rest.Param{{Name: "q", Value: "1"}}, body)
			if err != nil {
				t.Fatal(err)
			}
			got, err := call.Do(t.Context())
			if err != nil || !strings.Contains(string(got), `"status":"success"`) {
				t.Fatal(string(got), err)
			}
			sent := server.last(t)
			if sent.method+" "+sent.uri != test.want || sent.body != test.body {
				t.Errorf("sent %s %s %q, want %s", sent.method, sent.uri, sent.body, test.want)
			}
			if diff := cmp.Diff(headerSets[test.headers], relevant(sent.header)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRawRefuses(t *testing.T) {
	server, client := serve(t, success("[]"))
	base := client.rest.Base()
	tests := []struct{ method, path, body string }{
		{"TRACE", "users", ""}, {"G ET", "users", ""}, {"", "users", ""},
		{"GET", "../users", ""}, {"GET", "users/../x", ""}, {"GET", "users/%2e%2E/x", ""}, {"GET", "./users", ""}, {"GET", "users/..%2f..%2Fx", ""}, {"GET", "users/%252e%252e/x", ""}, {"GET", `users\..\x`, ""}, {"GET", "users/..%5cx", ""}, {"GET", `\\portal.example.com\x`, ""},
		{"DELETE", "users/", ""}, {"GET", "users//x", ""}, {"GET", "//portal.example.com/users", ""}, {"GET", "users/%zz", ""},
		{"GET", "users#x", ""}, {"GET", "users?a=%zz", ""}, {"GET", "users?%zz", ""},
		{"GET", "https://portal.example.com/api/users", ""}, {"GET", "https" + strings.TrimPrefix(base, "http") + "users", ""},
		{"GET", strings.Replace(base, "//", "//ada:pw@", 1) + "users", ""}, {"GET", strings.TrimSuffix(base, "api/") + "users", ""},
		{"GET", base + "../users", ""}, {"GET", "mailto:ada@example.com", ""}, {"GET", "http://127.0.0.1/api/users", ""},
		{"POST", "users", "{}"}, {"POST", "access-tokens", "{}"}, {"GET", "invites/me", ""}, {"DELETE", "registrations/me", ""}, {"GET", "agents/access-requests", ""}, {"POST", "invites", "{"}, {"POST", "invites", ""},
	}
	for _, test := range tests {
		_, err := client.Raw(test.method, test.path, nil, []byte(test.body))
		if test.body == "" && test.method != "POST" {
			_, err = client.Raw(test.method, test.path, nil, nil)
		}
		asError(t, err, rest.BadInput)
	}
	if len(server.calls) != 0 {
		t.Errorf("sent %+v", server.calls)
	}
}

// What the settings lack is refused where it is required, and nowhere else.
func TestRawWithoutCompany(t *testing.T) {
	for path, sent := range map[string]bool{"users": false, "companies/me": false, "messages": true, "sso/identity-providers": true, "newer/than-the-file": true} {
		server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{Application: testApplication}, success("[]"))
		call, err := client.Raw("GET", path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = call.Do(t.Context())
		if (err == nil) != sent || (len(server.calls) == 1) != sent {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRawPages(t *testing.T) {
	server, client := serve(t, ok(`"moreAfter":"c2","data":[{"a":1},{"a":2}]`), success(`{"a":3}`))
	list, err := drain(client.RawPages(t.Context(), "/agents?fields=a", []rest.Param{{Name: "page-size", Value: "2"}, {Name: "page-after", Value: "c1"}}))
	if err != nil || len(list) != 3 {
		t.Fatal(list, err)
	}
	for i, want := range []string{`{"a":1}`, `{"a":2}`, `{"a":3}`} {
		if string(list[i].Raw) != want || string(list[i].Value) != want {
			t.Errorf("row %d is %s and %s", i, list[i].Raw, list[i].Value)
		}
	}
	for i, want := range []string{"/api/agents?fields=a&page-size=2&page-after=c1", "/api/agents?fields=a&page-size=2&page-after=c2"} {
		if server.calls[i].uri != want {
			t.Errorf("page %d: %s, want %s", i+1, server.calls[i].uri, want)
		}
	}
	_, err = drain(client.RawPages(t.Context(), "../x", nil))
	asError(t, err, rest.BadInput)
}
