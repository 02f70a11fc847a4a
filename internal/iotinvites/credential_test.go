package iotinvites

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// TestRefusedBeforeSending holds that what would go wrong, or do something else
// than it says, never leaves.
func TestRefusedBeforeSending(t *testing.T) {
	token := rest.Conn{Auth: rest.Bearer(canaryToken)}
	tests := []struct {
		name    string
		conn    rest.Conn
		account string
		run     func(*Client) error
		kind    rest.Kind
		message string
	}{
		{"no account", token, "", func(c *Client) error { return do(c.Create("a@b.example")) }, rest.BadInput, "no account is set"},
		{"no account to read", token, "", func(c *Client) error { return do(c.Account("")) }, rest.BadInput, "UUID"},
		{"no account to leave", token, "", func(c *Client) error { return do(c.Leave()) }, rest.BadInput, "no account is set"},
		{"account in upper case", token, testAccount, func(c *Client) error { return do(c.Account(strings.ToUpper(testAccount))) }, rest.BadInput, "upper-case"},
		{"account that is none", token, testAccount, func(c *Client) error { return do(c.Account("..")) }, rest.BadInput, "UUID"},
		{"no address to delete", token, testAccount, func(c *Client) error { return do(c.Delete("")) }, rest.BadInput, "lacks an id"},
		{"me to delete", token, testAccount, func(c *Client) error { return do(c.Delete("Me")) }, rest.BadInput, "whoever calls"},
		{"no address to list", token, testAccount, func(c *Client) error { _, err := collect(c.MyInvites(t.Context(), "")); return err }, rest.BadInput, "lacks an id"},
		{"no account to list", token, "", func(c *Client) error { _, err := collect(c.Members(t.Context())); return err }, rest.BadInput, "no account is set"},
		{"no account to promote in", token, "", func(c *Client) error { return do(c.Promote(testUser)) }, rest.BadInput, "no account is set"},
		{"nobody to promote", token, testAccount, func(c *Client) error { return do(c.Promote("")) }, rest.BadInput, "lacks an id"},
		{"no user", token, testAccount, func(c *Client) error { return do(c.MyUser("")) }, rest.BadInput, "lacks an id"},
		{"no invitation", token, testAccount, func(c *Client) error { return do(c.Accept("")) }, rest.BadInput, "UUID"},
		{"invitation that is none", token, testAccount, func(c *Client) error { return do(c.Decline("5a5e2a2a2a2a2a2a2a2a2a2a")) }, rest.BadInput, "UUID"},
		{"no token", rest.Conn{}, testAccount, func(c *Client) error { return do(c.Me()) }, rest.Credential, "no token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, &script{answers: []answer{ok("{}")}}, test.conn, test.account)
			if e := asError(t, test.run(client), test.kind); !strings.Contains(e.Message, test.message) || e.Method == "" {
				t.Errorf("%s %q", e.Method, e.Message)
			}
			if len(server.calls) != 0 {
				t.Errorf("sent %+v", server.calls)
			}
		})
	}
}

// renewing has further tokens for when one is refused.
type renewing struct {
	tokens  []string
	renewed int
	err     error
}

func (*renewing) Header() string { return "Authorization" }

func (r *renewing) Apply(ctx context.Context, request *http.Request) error {
	return rest.Bearer(r.tokens[0]).Apply(ctx, request)
}

func (r *renewing) Renew(context.Context, *http.Request) (bool, error) {
	if r.err != nil || len(r.tokens) == 1 {
		return false, r.err
	}
	r.tokens, r.renewed = r.tokens[1:], r.renewed+1
	return true, nil
}

func TestCredentialIsRenewed(t *testing.T) {
	auth := &renewing{tokens: []string{"old", "new"}}
	server, client := serveWith(t, &script{answers: []answer{{status: 401}, ok("{}")}}, rest.Conn{Auth: auth}, "")
	if err := do(client.Me()); err != nil {
		t.Fatal(err)
	}
	if got := server.last(t).authorization; got != "Bearer new" {
		t.Errorf("sent %q", got)
	}
}

// TestMissingRightSignsInOnce: 401 means a missing right as well, so a token
// that was just renewed is not renewed again, call after call.
func TestMissingRightSignsInOnce(t *testing.T) {
	auth := &renewing{tokens: []string{"a", "b", "c", "d"}}
	server, client := serveWith(t, &script{answers: []answer{{status: 401}}}, rest.Conn{Auth: auth}, testAccount)
	for range 3 {
		asError(t, do(client.Create("a@b.example")), rest.Credential)
	}
	if auth.renewed != 1 || len(server.calls) != 4 {
		t.Errorf("renewed %d times, %d calls", auth.renewed, len(server.calls))
	}
	auth.tokens = []string{"later", "e"} // the cache had a newer one by now
	asError(t, do(client.Me()), rest.Credential)
	if auth.renewed != 2 {
		t.Error("another token was not renewed")
	}
}

func TestRenewalThatFails(t *testing.T) {
	cause := errors.New("out of order")
	_, client := serveWith(t, &script{answers: []answer{{status: 401}}}, rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: cause}}, "")
	if err := do(client.Me()); !errors.Is(err, cause) {
		t.Error(err)
	}
	if _, err := client.RenewToken(t.Context()); !errors.Is(err, cause) {
		t.Error(err)
	}
	_, unsigned := serveWith(t, &script{answers: []answer{ok("{}")}}, rest.Conn{}, "")
	if renewed, err := unsigned.RenewToken(t.Context()); renewed || err != nil {
		t.Error(renewed, err)
	}
}
