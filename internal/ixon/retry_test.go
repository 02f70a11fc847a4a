package ixon

import (
	"testing"

	"unictl/internal/rest"
)

// TestWhatIsRepeated holds which changes are sent again after a gateway's
// answer: those whose repetition takes nothing more away.
func TestWhatIsRepeated(t *testing.T) {
	tests := []struct {
		name  string
		run   func(*Client) error
		calls int
	}{
		{"read", func(c *Client) error { return do(c.Me()) }, 2},
		{"remove", func(c *Client) error { return do(c.RemoveUser("u1")) }, 2},
		{"revoke", func(c *Client) error { return do(c.RevokeInvite("i1")) }, 2},
		{"set", func(c *Client) error { return do(c.SetMemberships("u1", nil)) }, 2},
		{"invite", func(c *Client) error { return do(c.InviteUser(InviteCreate{})) }, 1},
		{"resend", func(c *Client) error { return do(c.ResendInvite("i1")) }, 1},
		{"add", func(c *Client) error { return do(c.AddMembership(MembershipCreate{})) }, 1},
		{"update", func(c *Client) error { return do(c.UpdateMembership("m1", MembershipPatch{})) }, 1},
		{"raw delete", func(c *Client) error {
			call, err := c.Raw("DELETE", "users/u1", nil, nil)
			if err != nil {
				return err
			}
			return do(call)
		}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			settings := Settings{Application: testApplication, Company: testCompany}
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}, settings, answer{status: 502})
			if err := test.run(client); err == nil {
				t.Error("no error")
			}
			if len(server.calls) != test.calls {
				t.Errorf("%d calls, want %d", len(server.calls), test.calls)
			}
		})
	}
}

// TestGoneAfterRetry: what a deletion whose first answer was lost no longer finds
// is deleted.
func TestGoneAfterRetry(t *testing.T) {
	settings := Settings{Application: testApplication, Company: testCompany}
	_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}, settings,
		answer{status: 502}, answer{status: 404, body: entry("Not found", "")})
	if err := do(client.RemoveUser("u1")); err != nil {
		t.Error(err)
	}
}
