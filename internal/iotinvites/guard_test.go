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
	full := Settings{Account: testAccount}
	tests := []struct {
		name     string
		conn     rest.Conn
		settings Settings
		run      func(*Client) error
		kind     rest.Kind
		message  string
	}{
		{"no account", token, Settings{}, func(c *Client) error { return do(c.Create("a@b.example")) }, rest.BadInput, "lacks an id"},
		{"no account to read", token, Settings{}, func(c *Client) error { return do(c.Account("")) }, rest.BadInput, "lacks an id"},
		{"no account to leave", token, Settings{}, func(c *Client) error { return do(c.Leave()) }, rest.BadInput, "lacks an id"},
		{"account in upper case", token, full, func(c *Client) error { return do(c.Account(strings.ToUpper(testAccount))) }, rest.BadInput, "upper-case"},
		{"account that is none", token, full, func(c *Client) error { return do(c.Account("..")) }, rest.BadInput, "UUID"},
		{"no address to delete", token, full, func(c *Client) error { return do(c.Delete("")) }, rest.BadInput, "lacks an id"},
		{"me to delete", token, full, func(c *Client) error { return do(c.Delete("Me")) }, rest.BadInput, "lacks an id"},
		{"no address to list", token, full, func(c *Client) error { _, err := collect(c.MyInvites(t.Context(), "")); return err }, rest.BadInput, "lacks an id"},
		{"no user", token, full, func(c *Client) error { return do(c.MyUser("")) }, rest.BadInput, "lacks an id"},
		{"no invitation", token, full, func(c *Client) error { return do(c.Accept("")) }, rest.BadInput, "lacks an id"},
		{"invitation that is none", token, full, func(c *Client) error { return do(c.Decline("5a5e2a2a2a2a2a2a2a2a2a2a")) }, rest.BadInput, "UUID"},
		{"no token", rest.Conn{}, full, func(c *Client) error { return do(c.Me()) }, rest.Credential, "no token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, &script{answers: []answer{ok("{}")}}, test.conn, test.settings)
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
	server, client := serveWith(t, &script{answers: []answer{{status: 401}, ok("{}")}}, rest.Conn{Auth: auth}, Settings{})
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
	server, client := serveWith(t, &script{answers: []answer{{status: 401}}}, rest.Conn{Auth: auth}, Settings{Account: testAccount})
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
	_, client := serveWith(t, &script{answers: []answer{{status: 401}}}, rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: cause}}, Settings{})
	if err := do(client.Me()); !errors.Is(err, cause) {
		t.Error(err)
	}
	if renewed, err := (&guard{}).Renew(t.Context(), nil); renewed || err != nil {
		t.Error(renewed, err)
	}
}
