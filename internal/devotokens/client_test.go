package devotokens

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestForms(t *testing.T) {
	tests := []struct {
		name      string
		check     func(string) error
		good, bad []string
		form      string
	}{
		{"account", CheckAccount, []string{"my_domain", "my_domain@test", "a.b-c@d"},
			[]string{"", "@", "@test", "my_domain@", "a@b@c", "a b", "a/b", "a\x00b", "a?b", "https://x", " a"}, "account"},
		{"path style", CheckPathStyle, []string{"ws", "v2"}, []string{"", "v1", "WS"}, "ws, v2"},
		{"region", CheckRegion, []string{"us", "EU", "us3"}, []string{"", "es", "eu "}, "us, eu, ca, apac, us3"},
		{"scope", CheckScope, []string{"table://my.app", "table://*.**", "level://admin"},
			[]string{"", "my.app", "table:my.app", "table://", "://x", "table://a table://b", "table://a\n"}, "kind://pattern"},
		{"name", CheckName, []string{"a", " a "}, []string{"", " ", "\t\n", "\u00a0"}, "must not be empty"},
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
}

func TestRegions(t *testing.T) {
	hosts := map[string]string{}
	for _, region := range Regions() {
		hosts[region], _ = RegionURL(region)
	}
	want := map[string]string{
		"us": "https://api-us.devo.com", "eu": "https://api-eu.devo.com", "ca": "https://api-ca.devo.com",
		"apac": "https://api-apac.devo.com", "us3": "https://api-us3.devo.com",
	}
	if diff := cmp.Diff(want, hosts); diff != "" {
		t.Error(diff)
	}
	if u, ok := RegionURL("mars"); ok || u != "" {
		t.Error(u, ok)
	}
}

func TestNew(t *testing.T) {
	base, _ := RegionURL("eu")
	client, err := New(rest.Conn{BaseURL: base}, Settings{Account: testAccount})
	if err != nil {
		t.Fatal(err)
	}
	if client.settings != (Settings{testAccount, PathWS}) || client.rest.Base() != "https://api-eu.devo.com/" {
		t.Errorf("%+v at %s", client.settings, client.rest.Base())
	}
	for _, test := range []struct {
		base     string
		settings Settings
		message  string
	}{
		{base, Settings{}, "no account"}, {base, Settings{Account: "a b"}, "account"}, {base, Settings{testAccount, "v3"}, "path style"},
		{"", Settings{Account: testAccount}, "neither a region"}, {"ftp://x", Settings{Account: testAccount}, "https://"},
	} {
		_, err := New(rest.Conn{BaseURL: test.base}, test.settings)
		if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, test.message) {
			t.Errorf("%+v: %v", test, e)
		}
	}
}

// TestRefusedBeforeSending holds that what would go to all tokens, or change
// nothing and say OK, never leaves.
func TestRefusedBeforeSending(t *testing.T) {
	token := rest.Conn{Auth: rest.Bearer(canaryToken)}
	tests := []struct {
		name    string
		conn    rest.Conn
		run     func(*Client) error
		kind    rest.Kind
		message string
	}{
		{"empty id", token, func(c *Client) error { return do(c.Delete("")) }, rest.BadInput, "lacks an id"},
		{"empty id of a read", token, func(c *Client) error { return do(c.Token("")) }, rest.BadInput, "lacks an id"},
		{"empty id in the middle", token, func(c *Client) error { return do(c.Disable("")) }, rest.BadInput, "lacks an id"},
		{"empty name", token, func(c *Client) error { return do(c.Rename("41", "")) }, rest.BadInput, "name is empty"},
		{"blank name", token, func(c *Client) error { return do(c.Rename("41", " \t")) }, rest.BadInput, "name is empty"},
		{"no token", rest.Conn{}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "no token"},
		{"empty stand-alone token", rest.Conn{Auth: StandAloneToken("")}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "no token"},
		{"no API key", rest.Conn{Auth: HMAC("", canarySecret, "", nil)}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "API key"},
		{"no API secret", rest.Conn{Auth: HMAC("key", "", "", nil)}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "secret"},
		{"line end in the secret", rest.Conn{Auth: HMAC("key", canarySecret+"\r", "", nil)}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "line break"},
		{"line end in the key", rest.Conn{Auth: HMAC("key\n", canarySecret, "", nil)}, func(c *Client) error { return do(c.Enable("41")) }, rest.Credential, "line break"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, test.conn, Settings{Account: testAccount}, answer200(row))
			if e := asError(t, test.run(client), test.kind); !strings.Contains(e.Message, test.message) || e.Hint == "" && test.kind != rest.BadInput {
				t.Errorf("%q, hint %q", e.Message, e.Hint)
			}
			if len(server.calls) != 0 {
				t.Errorf("sent %+v", server.calls)
			}
		})
	}
}

func TestDotIDStaysInItsPlace(t *testing.T) {
	server, client := serve(t, answer200(row))
	for _, id := range []ID{".", ".."} {
		if err := do(client.Delete(id)); err != nil {
			t.Fatal(err)
		}
		if uri := server.last(t).uri; !strings.HasSuffix(uri, "/tokens/"+strings.ReplaceAll(string(id), ".", "%2E")) {
			t.Errorf("%s went to %s", id, uri)
		}
	}
}

func TestCredentialsAreNotRenewed(t *testing.T) {
	for _, auth := range []rest.Auth{StandAloneToken("x"), HMAC("k", "s", "", nil)} {
		if renewed, err := auth.Renew(t.Context(), nil); renewed || err != nil {
			t.Error(auth, renewed, err)
		}
	}
}

func TestPathStyles(t *testing.T) {
	if styles := PathStyles(); !slices.Equal(styles, []string{"ws", "v2"}) || otherStyle("ws") != "v2" || otherStyle("v2") != "ws" {
		t.Error(styles)
	}
}

func TestTokenInUse(t *testing.T) {
	for name, test := range map[string]struct {
		auth rest.Auth
		want string
	}{
		"bearer": {rest.Bearer(canaryToken), canaryToken}, "stand-alone": {StandAloneToken(canaryToken), canaryToken},
		"signed": {HMAC("key", canarySecret, "", signedAt), ""}, "none": {nil, ""},
	} {
		server, client := serveWith(t, rest.Conn{Auth: test.auth}, Settings{Account: testAccount}, answer200(row))
		if token, err := client.TokenInUse(t.Context()); err != nil || token.Reveal() != test.want {
			t.Errorf("%s: %q %v", name, token.Reveal(), err)
		}
		if len(server.calls) != 0 {
			t.Errorf("%s: sent %+v", name, server.calls)
		}
	}
	_, client := serveWith(t, rest.Conn{Auth: failing{StandAloneToken("x")}}, Settings{Account: testAccount}, answer200(row))
	if _, err := client.TokenInUse(t.Context()); !errors.Is(err, errFailing) {
		t.Error(err)
	}
}

var errFailing = errors.New("no credential to be had")

// failing is a credential that cannot be had.
type failing struct{ rest.Auth }

func (failing) Apply(context.Context, *http.Request) error { return errFailing }
