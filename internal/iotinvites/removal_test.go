package iotinvites

import (
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// people answers as a server does to the user me; list is what it says of the
// members, "" = it is closed to them.
func people(t *testing.T, me, list string) (*script, *Client) {
	t.Helper()
	routes := map[string]answer{
		"GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(me), invitesRoute: ok(`["omar@example.com"]`),
		usersRoute: {status: http.StatusUnauthorized, body: guardJ},
	}
	if list != "" {
		routes[usersRoute] = ok(list)
	}
	return serveRoutes(t, routes)
}

func person(id, role string) string {
	return `{"id":"` + id + `","email":"` + id + `@b.example","accounts":{"` + testAccount + `":"` + role + `"}}`
}

func asMe(id, role string) string {
	return `{"id":"` + id + `","email":"` + id + `@b.example","accounts":{"` + testAccount + `":{"name":"Plant North","role":"` + role + `"}}}`
}

func TestRemoval(t *testing.T) {
	admins := "[" + person("me", "admin") + "," + person("boss", "admin") + "," + person("ada", "user") + "]"
	alone := "[" + person("me", "admin") + "," + person("ada", "user") + "]"
	for name, test := range map[string]struct {
		me, list, id string
		path         string // what is sent to, "" = nothing
		kind         rest.Kind
		says         string
	}{
		"a user":                       {asMe("me", "admin"), admins, "ada", "invites/ada@b.example", 0, ""},
		"another administrator":        {asMe("me", "admin"), admins, "boss", "", rest.Credential, "nobody remove another administrator"},
		"oneself, one of two":          {asMe("me", "admin"), admins, "me", "invites/me", 0, ""},
		"oneself, the last":            {asMe("me", "admin"), alone, "me", "", rest.Failed, "only administrator"},
		"oneself, a user without list": {asMe("me", "user"), "", "me", "invites/me", 0, ""},
		"a stranger":                   {asMe("me", "admin"), admins, "x", "", rest.NotFound, "no member"},
		"another, without the list":    {asMe("me", "user"), "", "ada", "", rest.Credential, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := people(t, test.me, test.list)
			call, err := client.Removal(t.Context(), test.id)
			for _, seen := range server.calls {
				if seen.method != http.MethodGet {
					t.Errorf("sent %s %s", seen.method, seen.uri)
				}
			}
			if test.path == "" {
				if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.says) {
					t.Errorf("says %q, want %q", e.Message, test.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if p := call.Preview(); p.Method != http.MethodDelete || !strings.HasSuffix(p.URL, "/accounts/"+testAccount+"/"+test.path) {
				t.Errorf("would send %s %s", p.Method, p.URL)
			}
		})
	}
}

func TestLockoutOf(t *testing.T) {
	admins := "[" + person("me", "admin") + "," + person("boss", "admin") + "," + person("ada", "user") + "]"
	for name, test := range map[string]struct{ me, list, id, want string }{
		"a user":         {asMe("me", "admin"), admins, "ada", ""},
		"oneself":        {asMe("me", "admin"), admins, "me", reasonSelf},
		"the last":       {asMe("me", "admin"), "[" + person("me", "admin") + "]", "me", reasonOnlyAdmin},
		"a plain user":   {asMe("me", "user"), "", "me", reasonSelf},
		"another's last": {asMe("me", "user"), "[" + person("me", "user") + "," + person("boss", "admin") + "]", "boss", reasonOnlyAdmin},
	} {
		_, client := people(t, test.me, test.list)
		if got, err := client.LockoutOf(t.Context(), test.id); got != test.want || err != nil {
			t.Errorf("%s: %q, want %q; %v", name, got, test.want, err)
		}
	}
	_, client := people(t, asMe("me", "admin"), "[]")
	_, err := client.LockoutOf(t.Context(), "x")
	asError(t, err, rest.NotFound)
	_, broken := serve(t, answer{status: 503})
	_, err = broken.LockoutOf(t.Context(), "x")
	asError(t, err, rest.Temporary)
	_, err = broken.Removal(t.Context(), "x")
	asError(t, err, rest.Temporary)
}

func TestVerifyGone(t *testing.T) {
	const none = rest.Kind(-1)
	members := "[" + person("ada", "user") + "]"
	for name, test := range map[string]struct {
		me, list, id string
		kind         rest.Kind
	}{
		"gone":                                {asMe("me", "admin"), members, "x", none},
		"still there":                         {asMe("me", "admin"), members, "ada", rest.Failed},
		"left, and sees no list":              {`{"id":"me","accounts":{}}`, "", "me", none},
		"still in, and sees no list":          {asMe("me", "user"), "", "me", rest.Unknown},
		"somebody else, and sees no list":     {`{"id":"me","accounts":{}}`, "", "ada", rest.Unknown},
		"left, and nobody knows who is asked": {`{}`, "", "me", rest.Unknown},
	} {
		_, client := people(t, test.me, test.list)
		err := client.VerifyGone(t.Context(), test.id)
		if (err == nil) != (test.kind == none) {
			t.Fatalf("%s: %v", name, err)
		}
		if err != nil {
			asError(t, err, test.kind)
		}
	}
	_, broken := serve(t, answer{status: 503}) // not a refusal: nothing is known
	asError(t, broken.VerifyGone(t.Context(), "me"), rest.Unknown)
}
