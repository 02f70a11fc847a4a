package iotinvites

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

const (
	invitationBody = `{"_id":"` + testInvite + `","accountId":"` + testAccount + `","email":"a@b.example","domainId":"` + testAccount + `","accountName":"Plant North"}`
	inAccount      = "/v1/api/accounts/" + testAccount
)

// TestRequests holds every call to the contract: method, path, body, credential
// and nothing more.
func TestRequests(t *testing.T) {
	const none, bearer = "", "Bearer " + canaryToken
	all := func(c *Client, ctx context.Context) error { _, err := collect(c.AccountInvites(ctx)); return err }
	tests := []struct {
		name string
		run  func(context.Context, *Client) error
		want seen // contentType follows from the body
		body string
	}{
		{"SignIn", func(_ context.Context, c *Client) error { return do(c.SignIn("a@b.example", `p"<&ä`)) },
			seen{"POST", "/v1/api/auth/token", `{"username":"a@b.example","password":"p\"<&ä"}`, none, ""}, `{"token":"t"}`},
		{"Refresh", func(_ context.Context, c *Client) error { return do(c.Refresh("old-token", "MBPF81W9skIGhlY6")) },
			seen{"PUT", "/v1/api/auth/refresh", `{"refreshToken":"MBPF81W9skIGhlY6"}`, "Bearer old-token", ""}, `{"jwt":"t","refreshToken":"r"}`},
		{"TokenInfo", func(_ context.Context, c *Client) error { return do(c.TokenInfo()) }, seen{"GET", "/v1/api/auth/tokenInfo", "", bearer, ""}, `{}`},
		{"Me", func(_ context.Context, c *Client) error { return do(c.Me()) }, seen{"GET", "/v1/api/auth/me", "", bearer, ""}, `{}`},
		{"MyUser", func(_ context.Context, c *Client) error { return do(c.MyUser(testUser)) }, seen{"GET", "/v1/api/users/" + testUser, "", bearer, ""}, `{}`},
		{"Health", func(_ context.Context, c *Client) error { return do(c.Health()) }, seen{"GET", "/v1/api/health", "", none, ""}, `{}`},
		{"Time", func(_ context.Context, c *Client) error { return do(c.Time()) }, seen{"GET", "/v1/api/time", "", none, ""}, `{"actualTime":"2026-11-21 22:36:44"}`},
		{"Account", func(_ context.Context, c *Client) error { return do(c.Account(otherAccount)) }, seen{"GET", "/v1/api/accounts/" + otherAccount, "", bearer, ""}, `{}`},
		{"Members", func(ctx context.Context, c *Client) error { _, err := collect(c.Members(ctx)); return err }, seen{"GET", inAccount + "/users", "", bearer, ""}, `[]`},
		{"AccountInvites", func(ctx context.Context, c *Client) error { return all(c, ctx) }, seen{"GET", inAccount + "/invites", "", bearer, ""}, `[]`},
		{"MyInvites", func(ctx context.Context, c *Client) error {
			_, err := collect(c.MyInvites(ctx, "Ops+iot@b.example"))
			return err
		},
			seen{"GET", "/v1/api/invites/Ops+iot@b.example", "", bearer, ""}, `[]`},
		{"Create", func(_ context.Context, c *Client) error { return do(c.Create("Ops+iot&<@b.example")) },
			seen{"POST", inAccount + "/invites", `{"email":"Ops+iot&<@b.example"}`, bearer, ""}, invitationBody},
		{"Accept", func(_ context.Context, c *Client) error { return do(c.Accept(testInvite)) },
			seen{"PUT", "/v1/api/invites/" + testInvite + "/status", `{"accept":true}`, bearer, ""}, invitationBody},
		{"Decline", func(_ context.Context, c *Client) error { return do(c.Decline(testInvite)) },
			seen{"PUT", "/v1/api/invites/" + testInvite + "/status", `{"accept":false}`, bearer, ""}, `{"code":204,"status":204,"message":"Delete OK"}`},
		{"Delete", func(_ context.Context, c *Client) error { return do(c.Delete("a@b.example")) }, seen{"DELETE", inAccount + "/invites/a@b.example", "", bearer, ""}, `OK`},
		{"Leave", func(_ context.Context, c *Client) error { return do(c.Leave()) }, seen{"DELETE", inAccount + "/invites/me", "", bearer, ""}, `OK`},
		{"Promote", func(_ context.Context, c *Client) error { return do(c.Promote(testUser)) },
			seen{"PUT", inAccount + "/users/" + testUser, `{"id":"` + testUser + `","accounts":{"` + testAccount + `":"admin"}}`, bearer, ""}, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serve(t, ok(test.body))
			if err := test.run(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			if test.want.body != "" {
				test.want.contentType = "application/json"
			}
			if diff := cmp.Diff([]seen{test.want}, server.calls, cmp.AllowUnexported(seen{})); diff != "" {
				t.Errorf("the requests differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAddressesInPaths: an address stays one segment, whatever is in it (§4.7).
func TestAddressesInPaths(t *testing.T) {
	for email, want := range map[string]string{
		"ops+iot@example.com":    "ops+iot@example.com",
		"a/b@example.com":        "a%2Fb@example.com",
		" pad@example.com ":      "%20pad@example.com%20",
		"jörg@exämple.com":       "j%C3%B6rg@ex%C3%A4mple.com",
		"../users":               "..%2Fusers",
		"..":                     "%2E%2E",
		"100%@example.com?a=b#c": "100%25@example.com%3Fa=b%23c",
		"no-address":             "no-address",
	} {
		server, client := serve(t, text(200, "OK"))
		if err := do(client.Delete(email)); err != nil {
			t.Fatal(err)
		}
		if got := server.last(t).uri; got != inAccount+"/invites/"+want {
			t.Errorf("%q: sent to %s", email, got)
		}
		if _, err := collect(client.MyInvites(t.Context(), email)); !rest.Is(err, rest.Failed) { // OK is no list
			t.Error(err)
		}
		if got := server.last(t).uri; got != "/v1/api/invites/"+want {
			t.Errorf("%q: asked at %s", email, got)
		}
	}
}

// TestWritesAreNotRepeated: none may be sent twice after a lost answer.
func TestWritesAreNotRepeated(t *testing.T) {
	server, client := serveWith(t, &script{answers: []answer{{status: 503}}}, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 3}, testAccount)
	for i, write := range []rest.Prepared{
		client.SignIn("a", canaryPassword), client.Refresh("a", canaryToken),
		client.Create("a@b.example"), client.Accept(testInvite), client.Decline(testInvite),
		client.Delete("a@b.example"), client.Leave(), client.Promote(testUser),
	} {
		kind := rest.Unknown
		if i < 2 { // signing in changes nothing
			kind = rest.Temporary
		}
		before := len(server.calls)
		_, err := write.Send(t.Context())
		if asError(t, err, kind); len(server.calls) != before+1 {
			t.Errorf("%s sent %d times", server.last(t).method, len(server.calls)-before)
		}
	}
}
