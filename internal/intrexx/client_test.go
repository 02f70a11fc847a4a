package intrexx

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestNames(t *testing.T) {
	tests := []struct {
		check     func(string) error
		good, bad []string
	}{
		{CheckPortal, []string{"test01", "Mein Portal", "portal-2", "authors"},
			[]string{"", "auth", "AUTH", "portals", "templates", "admin-api", "a/b", `a\b`, ".", "..", "a\nb", "a\x00", " a", "a "}},
		{CheckID, []string{"6", "25CCDF3190526140F31369730297142B8BA06531", "auth", "a b", "...", "ä"},
			[]string{"", "a/b", `..\a`, ".", "..", "a\tb", "\u0085", " 6", "6\n"}},
	}
	for i, test := range tests {
		for _, name := range test.good {
			if err := test.check(name); err != nil {
				t.Errorf("%d: %q: %v", i, name, err)
			}
		}
		for _, name := range test.bad {
			if err := test.check(name); err == nil {
				t.Errorf("%d: %q passes", i, name)
			} else {
				asError(t, err, rest.BadInput)
			}
		}
	}
}

func TestIsGUID(t *testing.T) {
	for text, want := range map[string]bool{
		"25CCDF3190526140F31369730297142B8BA06531": true, "25ccdf3190526140f31369730297142b": true,
		"123e4567-e89b-12d3-a456-426614174000": true, "123e4567e89b-12d3-a456-4266-14174000": false,
		"": false, "6": false, "intranet": false, "25CCDF3190526140F31369730297142B8BA0653G": false, "----------------------------------------": false,
	} {
		if IsGUID(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestNew(t *testing.T) {
	client, err := New(rest.Conn{BaseURL: "https://iaa.example.org:4242/irma"}, testPortal)
	if err != nil {
		t.Fatal(err)
	}
	if client.Host() != "iaa.example.org:4242" || client.Portal() != testPortal {
		t.Error(client.Host(), client.Portal())
	}
	_, err = New(rest.Conn{}, "")
	asError(t, err, rest.BadInput)
	_, err = New(rest.Conn{BaseURL: "ftp://x"}, "")
	asError(t, err, rest.BadInput)
	_, err = New(rest.Conn{BaseURL: "https://x"}, "portals")
	asError(t, err, rest.BadInput)
}

func TestElsewhere(t *testing.T) {
	for base, want := range map[string]string{"https://h:1337/": "port 1337 is a portal's web server", "https://h:8101/x": "port 8101 is a portal's REST connector", "https://h:4242/": "", "https://h/": ""} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := elsewhere(u); !strings.HasPrefix(got, want) || (want == "") != (got == "") || want != "" && !strings.Contains(got, "4242") {
			t.Errorf("%s: %q", base, got)
		}
	}
}

// TestRefusedBeforeSending holds that what would go wrong, or worse, go to all
// objects, never leaves.
func TestRefusedBeforeSending(t *testing.T) {
	token, full := rest.Conn{Auth: rest.Bearer(canaryToken)}, testPortal
	tests := []struct {
		name    string
		conn    rest.Conn
		portal  string
		run     func(*Client) error
		kind    rest.Kind
		message string
	}{
		{"no portal", token, "", func(c *Client) error { return do(c.User("6")) }, rest.BadInput, "no portal: --portal NAME"},
		{"no portal for a list", token, "", func(c *Client) error { return rowsOf(c.Jobs(context.Background())) }, rest.BadInput, "no portal: --portal NAME"},
		{"empty id", token, full, func(c *Client) error { return do(c.DeleteUser("")) }, rest.BadInput, "lacks an id"},
		{"empty id of a portal", token, full, func(c *Client) error { return do(c.DeletePortal("")) }, rest.BadInput, "lacks an id"},
		{"empty id in the middle", token, full, func(c *Client) error { return do(c.AddUserToGroup("", "4")) }, rest.BadInput, "lacks an id"},
		{"id that leads out", token, full, func(c *Client) error { return do(c.DeleteUser("..")) }, rest.BadInput, "must not be . or .."},
		{"id with a slash", token, full, func(c *Client) error { return do(c.DeleteUser("6/groups/4")) }, rest.BadInput, "slash"},
		{"id with a backslash", token, full, func(c *Client) error { return do(c.Job(`a\b`)) }, rest.BadInput, "slash"},
		{"no credential", rest.Conn{}, full, func(c *Client) error { return do(c.User("6")) }, rest.Credential, "no user name and password"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.conn.BaseURL = "/irma"
			server, client := serveWith(t, test.conn, test.portal, ok("null"))
			if e := asError(t, test.run(client), test.kind); !strings.Contains(e.Message, test.message) || e.Method == "" {
				t.Errorf("%s %q", e.Method, e.Message)
			}
			if len(server.calls) != 0 {
				t.Errorf("sent %+v", server.calls)
			}
		})
	}
}

func TestNoPortalNeeded(t *testing.T) {
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer("x")}, "", ok(`"token"`))
	for _, err := range []error{do(client.SignIn("a", "pw")), rowsOf(client.Portals(t.Context())), do(client.ActivateAPI(nil))} {
		if err != nil {
			t.Error(err)
		}
	}
	if len(server.calls) != 3 {
		t.Errorf("%d calls", len(server.calls))
	}
}

// renewing has a second token for when the first is refused.
type renewing struct{ tokens []string }

func (*renewing) Header() string { return "Authorization" }

func (r *renewing) Apply(ctx context.Context, request *http.Request) error {
	return rest.Bearer(r.tokens[0]).Apply(ctx, request)
}

func (r *renewing) Renew(context.Context, *http.Request) (bool, error) {
	if len(r.tokens) == 1 {
		return false, nil
	}
	r.tokens = r.tokens[1:]
	return true, nil
}

func TestCredentialIsRenewed(t *testing.T) {
	conn := rest.Conn{Auth: &renewing{[]string{"old", "new"}}}
	server, client := serveWith(t, conn, testPortal, reply{status: 401}, ok("{}"), reply{status: 401})
	if err := do(client.User("6")); err != nil {
		t.Fatal(err)
	}
	if got := server.last(t).header.Get("Authorization"); got != "Bearer new" {
		t.Errorf("sent %q", got)
	}
	if e := asError(t, do(client.User("6")), rest.Credential); !strings.Contains(e.Hint, "sign in again") {
		t.Error(e.Hint)
	}
}
