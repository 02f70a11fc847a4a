package devotokens

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

// userRow is a user as the published sample shows one (§6).
const userRow = `{"email":"ada@example.com","userName":"ada","role":"reviewer,NO_PRIVILEGES","domain":"my_domain@test","owner":false,"status":"active"}`

func ada() User {
	return User{Email: "ada@example.com", UserName: "ada", Roles: []string{"reviewer", RoleNoPrivileges}, Domain: testAccount, Status: StatusActive}
}

func TestUsers(t *testing.T) {
	server, client := serve(t, answer200(`[`+userRow+`,{"email":"b@example.com","roleList":["ADMIN"],"owner":true,"status":"pending","more":1}]`))
	items, err := drain(client.Users(t.Context()))
	if err != nil || len(items) != 2 {
		t.Fatalf("%d users, %v", len(items), err)
	}
	if diff := cmp.Diff(ada(), items[0].Value); diff != "" {
		t.Error(diff)
	}
	if u := items[1].Value; !u.Owner || !u.HasRole(RoleAdmin) || u.Active() || !strings.Contains(string(items[1].Raw), `"more":1`) {
		t.Errorf("%+v of %s", u, items[1].Raw)
	}
	if uri := server.last(t).uri; uri != "/xxx/probio/user/domain/my_domain@test" {
		t.Error(uri)
	}
}

// TestUsersOfAnotherForm: a list that is not whole is never taken for whole, and
// one odd member fails nothing but itself.
func TestUsersOfAnotherForm(t *testing.T) {
	for _, body := range []string{`{}`, `{"error":{"code":9,"message":"no"}}`, `[1]`, `[{"userName":"a"}]`, `[` + userRow, `<html>`} {
		_, client := serve(t, answer200(body))
		if _, err := drain(client.Users(t.Context())); err == nil {
			t.Errorf("%s is taken for a list of users", body)
		}
	}
	_, client := serve(t, answer200(`[{"email":"a@example.com","owner":"yes","role":"r"}]`))
	items, err := drain(client.Users(t.Context()))
	if err != nil || items[0].Certain("owner") == nil || items[0].Certain("role") != nil || !items[0].Value.HasRole("r") {
		t.Errorf("%v, %v", items, err)
	}
}

// TestUserCalls: each operation as §6 has it.
func TestUserCalls(t *testing.T) {
	const user = "/xxx/probio/user/email/a%2Fb@example.com/domain/my_domain@test"
	raw := json.RawMessage(`{"email":"a@example.com","domain":"my_domain@test","externalId":"7","x":true}`)
	tests := []struct {
		call              func(*Client) error
		method, uri, body string
	}{
		{func(c *Client) error { return do(c.User("a/b@example.com")) }, "GET", user, ""},
		{func(c *Client) error { return do(c.Person("a@example.com")) }, "GET", "/xxx/probio/user/email/a@example.com", ""},
		{func(c *Client) error { return do(c.PersonByID("12-ab")) }, "GET", "/xxx/probio/user/internal/12-ab", ""},
		{func(c *Client) error { return do(c.UserByExternalID("x 1")) }, "GET", "/xxx/probio/user/external/x%201/domain/my_domain@test", ""},
		{func(c *Client) error { return do(c.EnableUser("a/b@example.com")) }, "POST", user + "/enable", ""},
		{func(c *Client) error { return do(c.DisableUser("a/b@example.com")) }, "POST", user + "/disable", ""},
		{func(c *Client) error { return do(c.DeleteUser("a/b@example.com")) }, "DELETE", user, ""},
		{func(c *Client) error { return do(c.SetRoles("a/b@example.com", []string{"r", "s"})) }, "PUT", user + "/role", `{"roles":["r","s"]}`},
		{func(c *Client) error { return do(c.RemoveRoles("a/b@example.com", []string{"r"})) }, "DELETE", user + "/role", `{"roles":["r"]}`},
		{func(c *Client) error { return do(c.UpdateUser("12-ab", json.RawMessage(`{"phone":""}`))) }, "PUT", "/xxx/probio/user/internal/12-ab", `{"phone":""}`},
		{func(c *Client) error { return do(c.CreateUser(UserCreate{Email: "a@example.com", Role: "r"}, false)) }, "POST",
			"/xxx/probio/user/internal", `{"email":"a@example.com","role":"r","domain":"my_domain@test"}`},
		{func(c *Client) error {
			return do(c.CreateUser(UserCreate{Email: "a@example.com", Role: "r", ExternalID: "7"}, true))
		}, "POST",
			"/xxx/probio/user/external?skipMailValidation=true", `{"email":"a@example.com","role":"r","domain":"my_domain@test","externalId":"7"}`},
		{func(c *Client) error {
			call, err := c.CreateUserRaw(raw, false)
			if err != nil {
				return err
			}
			return do(call)
		}, "POST", "/xxx/probio/user/external", string(raw)},
		{func(c *Client) error { return do(c.Domain("")) }, "GET", "/xxx/probio/domain/my_domain@test", ""},
		{func(c *Client) error { return do(c.Domain("b@test")) }, "GET", "/xxx/probio/domain/b@test", ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.uri, func(t *testing.T) {
			server, client := serve(t, answer200(userRow))
			if err := test.call(client); err != nil {
				t.Fatal(err)
			}
			if got := server.last(t); got.method != test.method || got.uri != test.uri || got.body != test.body {
				t.Errorf("%s %s %s", got.method, got.uri, got.body)
			}
		})
	}
}

// TestUserOfAnotherDomain: a body is for the account in use.
func TestUserOfAnotherDomain(t *testing.T) {
	_, client := serve(t, answer200("{}"))
	for _, body := range []string{`{"email":"a@example.com","domain":"other@test"}`, `{"email":"a@example.com"}`, `[]`, `{"email":1}`} {
		_, err := client.CreateUserRaw(json.RawMessage(body), false)
		asError(t, err, rest.BadInput)
	}
}

func TestRolesAndDomains(t *testing.T) {
	server, client := serve(t, answer200(`[{"name":"reviewer","policies":[]},"plain"]`), answer200(`[{"name":"a@test"},"b@test"]`), answer200(`[{"id":1}]`))
	roles, err := drain(client.Roles(t.Context()))
	if err != nil || len(roles) != 2 || roles[0].Value.Name != "reviewer" || roles[1].Value.Name != "plain" {
		t.Errorf("%v, %v", roles, err)
	}
	domains, err := drain(client.Domains(t.Context()))
	if err != nil || len(domains) != 2 || string(domains[1].Raw) != `"b@test"` || server.last(t).uri != "/xxx/probio/domain" {
		t.Errorf("%v, %v", domains, err)
	}
	if _, err := drain(client.Roles(t.Context())); err == nil {
		t.Error("a role without a name is taken")
	}
}

// TestCredentialsOfProbio: a token goes into the header that is documented there,
// signed calls are signed alike (§6).
func TestCredentialsOfProbio(t *testing.T) {
	for _, auth := range []rest.Auth{rest.Bearer(canaryToken), StandAloneToken(canaryToken)} {
		server, client := serveWith(t, rest.Conn{Auth: auth}, Settings{Account: testAccount}, answer200(userRow))
		if err := do(client.User("ada@example.com")); err != nil {
			t.Fatal(err)
		}
		if h := server.last(t).header; h.Get("standAloneToken") != canaryToken || h.Get("Authorization") != "" {
			t.Error(h)
		}
		preview := client.DeleteUser("ada@example.com").Preview()
		if preview.Headers["standAloneToken"] != "[redacted]" || preview.Headers["Authorization"] != "" {
			t.Error(preview.Headers)
		}
	}
	signed := HMAC("example-key", "example-secret", KeyHeader(testAccount), signedAt)
	server, client := serveWith(t, rest.Conn{Auth: signed}, Settings{Account: testAccount}, answer200(userRow))
	if err := do(client.User("ada@example.com")); err != nil {
		t.Fatal(err)
	}
	got := server.last(t).header // the vector of §2.2 for a call without a body
	if got.Get("x-logtrust-sign") != "8f37812893b145c8e3f62400140b859cfe0427d528e22ff982adce78b76eb7f6" || got.Get("x-logtrust-reseller-apikey") != "example-key" {
		t.Error(got)
	}
	_, client = serveWith(t, rest.Conn{}, Settings{Account: testAccount}, answer200(userRow))
	e := asError(t, do(client.User("ada@example.com")), rest.Credential)
	if !strings.Contains(e.Hint, "--auth hmac") {
		t.Error(e.Hint)
	}
}

// TestClockOff: a refusal of a signed call tells how far this machine's clock is
// from the server's, by its Date; so it does for tokens.
func TestClockOff(t *testing.T) {
	date := func(ahead time.Duration) http.Header {
		return http.Header{"Date": {signedAt().Add(-ahead).UTC().Format(http.TimeFormat)}}
	}
	for _, test := range []struct {
		auth   rest.Auth
		status int
		header http.Header
		want   string // "" = nothing is said of a clock
	}{
		{HMAC("key", canarySecret, "", signedAt), 401, date(10 * time.Minute), "clock is 10m0s ahead of the server's, whose answer has the Date 2023-11-14T22:03:20Z"},
		{HMAC("key", canarySecret, "", signedAt), 404, date(-2 * time.Hour), "clock is 2h0m0s behind the server's"},
		{HMAC("key", canarySecret, "", signedAt), 401, date(30 * time.Second), ""},
		{HMAC("key", canarySecret, "", signedAt), 401, http.Header{"Date": {"soon"}}, ""},
		{rest.Bearer(canaryToken), 401, date(10 * time.Minute), ""},
	} {
		answer := reply{status: test.status, body: envelope("1", "no"), header: test.header}
		_, client := serveWith(t, rest.Conn{Auth: test.auth}, Settings{Account: testAccount}, answer)
		for _, err := range []error{do(client.User("ada@example.com")), do(client.Token("41"))} {
			e, _ := err.(*rest.Error)
			if e == nil || !strings.Contains(e.Hint, test.want) || test.want == "" && strings.Contains(e.Hint, "machine's clock is") {
				t.Errorf("%v: the hint %q, want %q", err, e.Hint, test.want)
			}
		}
	}
}

// TestHintsOfProbio: what is said of a refusal depends on credential and account.
func TestHintsOfProbio(t *testing.T) {
	bearer, signed := rest.Bearer(canaryToken), HMAC("key", canarySecret, "", time.Now)
	for _, test := range []struct {
		auth    rest.Auth
		account string
		reply   reply
		hints   []string
	}{
		{signed, testAccount, reply{status: 401, body: envelope("1", "x")}, []string{"API key and its secret"}},
		{signed, testAccount, reply{status: 404, body: envelope("1", "x")}, []string{"check the address", "wrong signature"}},
		{bearer, testAccount, reply{status: 403, body: envelope("1", "x")}, []string{"--auth hmac"}},
		{bearer, testAccount, reply{status: 404, body: envelope("1", "x")}, []string{"--auth hmac"}},
		{bearer, "my_domain", reply{status: 403, body: envelope("1", "x")}, []string{"rights of its user"}},
		{bearer, "my_domain", reply{status: 404, body: "<html>"}, []string{"/probio", "domain@multitenant"}},
		{bearer, testAccount, reply{status: 400, body: envelope("112", "Domain owner can not be deleted")}, []string{"one owner"}},
		{bearer, testAccount, reply{status: 400, body: envelope("116", "Error disabling")}, []string{"only a user who is active"}},
	} {
		_, client := serveWith(t, rest.Conn{Auth: test.auth}, Settings{Account: test.account}, test.reply)
		e, _ := do(client.User("ada@example.com")).(*rest.Error)
		for _, hint := range test.hints {
			if e == nil || !strings.Contains(e.Hint, hint) {
				t.Errorf("%d %s: %v, want %q", test.reply.status, test.reply.body, e, hint)
			}
		}
	}
}

// TestLostUserChanges: what is a POST, or takes a list of roles away, is not
// repeated, and nothing says what became of it.
func TestLostUserChanges(t *testing.T) {
	for name, call := range map[string]func(*Client) rest.Call[Object]{
		"create": func(c *Client) rest.Call[Object] { return c.CreateUser(UserCreate{Email: "a@example.com"}, false) },
		"enable": func(c *Client) rest.Call[Object] { return c.EnableUser("a@example.com") },
		"remove": func(c *Client) rest.Call[Object] { return c.RemoveRoles("a@example.com", []string{"r"}) },
	} {
		server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 2}, Settings{Account: testAccount}, reply{status: 503})
		asError(t, do(call(client)), rest.Unknown)
		if len(server.calls) != 1 {
			t.Errorf("%s was sent %d times", name, len(server.calls))
		}
	}
	_, client := serve(t, answer200(`{"error":{"code":1,"message":"no"}}`))
	asError(t, do(client.DisableUser("a@example.com")), rest.Unknown)
}
