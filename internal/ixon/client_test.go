package ixon

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestForms(t *testing.T) {
	tests := []struct {
		name      string
		check     func(string) error
		good, bad []string
		form      string
	}{
		{"application", CheckApplication, []string{"RPHHg5LaTtQg", "000000000000"},
			[]string{"", "RPHHg5LaTtQ", "RPHHg5LaTtQgg", "RPHHg5LaTt-g", "RPHHg5LaTtQé", canaryToken}, "12 letters and digits"},
		{"company", CheckCompany, []string{"1234-5678-9012-3456-7890"},
			[]string{"", "1234-5678-9012-3456", "1234-5678-9012-3456-789", "1234-5678-9012-3456-7890-", "1234-5678-9012-3456-789x", "12345678901234567890", canaryToken}, "five groups of four digits"},
		{"branding", CheckBranding, []string{"portal.ixon.cloud", "a.bc"},
			[]string{"", "portal", ".cloud", "portal.", "portal.x", "https://portal.ixon.cloud", "portal.ixon.cloud/", "a b.cd", "a\n.cd", "portal.ixon.cloud:443"}, "host name"},
	}
	for _, test := range tests {
		for _, value := range test.good {
			if err := test.check(value); err != nil {
				t.Errorf("%s %q: %v", test.name, value, err)
			}
		}
		for _, value := range test.bad {
			err := test.check(value)
			if err == nil {
				t.Errorf("%s %q passes", test.name, value)
				continue
			}
			if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, test.form) || e.Hint == "" {
				t.Errorf("%s %q: %q does not say the form", test.name, value, e.Message)
			}
		}
	}
	if !IsPublicID("Us3rUs3rUs3r") || IsPublicID(testCompany) || IsPublicID("Ada Example1") {
		t.Error("IsPublicID judges wrongly")
	}
}

func TestNew(t *testing.T) {
	client, err := New(rest.Conn{}, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if client.settings.Branding != DefaultBranding || client.Base() != DefaultURL {
		t.Errorf("%+v at %s", client.settings, client.Base())
	}
	for _, settings := range []Settings{{Application: "x"}, {Company: "x"}, {Branding: "x"}} {
		_, err := New(rest.Conn{}, settings)
		asError(t, err, rest.BadInput)
	}
	_, err = New(rest.Conn{BaseURL: "ftp://x"}, Settings{})
	asError(t, err, rest.BadInput)
}

// TestRefusedBeforeSending holds that what would go wrong, or worse, go to all
// users, never leaves.
func TestRefusedBeforeSending(t *testing.T) {
	full := Settings{Application: testApplication, Company: testCompany}
	token := rest.Conn{Auth: rest.Bearer(canaryToken)}
	tests := []struct {
		name     string
		conn     rest.Conn
		settings Settings
		run      func(*Client) error
		kind     rest.Kind
		message  string
	}{
		{"empty id", token, full, func(c *Client) error { return do(c.RemoveUser("")) }, rest.BadInput, "lacks an id"},
		{"empty id in the middle", token, full, func(c *Client) error { return do(c.ResendInvite("")) }, rest.BadInput, "lacks an id"},
		{"no company", token, Settings{Application: testApplication}, func(c *Client) error { return do(c.RemoveUser("u1")) }, rest.BadInput, "no company"},
		{"no application", token, Settings{}, func(c *Client) error { return do(c.Me()) }, rest.BadInput, "no Application ID"},
		{"no application to sign in", token, Settings{}, func(c *Client) error { return do(c.SignIn("a@b.example", "", "pw", AccessTokenCreate{})) }, rest.BadInput, "no Application ID"},
		{"no company for a raw call", token, Settings{Application: testApplication}, func(c *Client) error {
			call, err := c.Raw("GET", "users", nil, nil)
			if err != nil {
				return err
			}
			return do(call)
		}, rest.BadInput, "no company"},
		{"no company for a list", token, Settings{Application: testApplication}, func(c *Client) error { return items(c.Users(t.Context())) }, rest.BadInput, "no company"},
		{"no token", rest.Conn{}, full, func(c *Client) error { return do(c.Me()) }, rest.Credential, "no token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, test.conn, test.settings, success("null"))
			if e := asError(t, test.run(client), test.kind); !strings.Contains(e.Message, test.message) || e.Method == "" {
				t.Errorf("%s %q", e.Method, e.Message)
			}
			if len(server.calls) != 0 {
				t.Errorf("sent %+v", server.calls)
			}
		})
	}
}

func TestDiscoveryNeedsNothing(t *testing.T) {
	server, client := serveWith(t, rest.Conn{}, Settings{}, success(`{"rel":"UserList","href":"h","methods":["GET"]}`))
	found, err := client.Discovery().Do(t.Context())
	if err != nil || len(found) != 1 || found[0].Rel != "UserList" || found[0].Methods[0] != "GET" {
		t.Error(found, err)
	}
	if got := relevant(server.last(t).header); len(got) != 1 {
		t.Errorf("sent %v", got)
	}
}

// renewing has a second token for when the first is refused.
type renewing struct{ tokens []string }

func (*renewing) Header() string { return "Authorization" }

func (r *renewing) Apply(ctx context.Context, request *http.Request) error {
	return rest.Bearer(r.tokens[0]).Apply(ctx, request)
}

func (r *renewing) Renew(context.Context, *http.Request) (bool, error) {
	r.tokens = r.tokens[1:]
	return true, nil
}

func TestCredentialIsRenewed(t *testing.T) {
	conn := rest.Conn{Auth: &renewing{[]string{"old", "new"}}}
	server, client := serveWith(t, conn, Settings{Application: testApplication}, answer{status: 401}, success("{}"))
	if err := do(client.Me()); err != nil {
		t.Fatal(err)
	}
	if got := server.last(t).header.Get("Authorization"); got != "Bearer new" {
		t.Errorf("sent %q", got)
	}
}
