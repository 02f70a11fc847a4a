package intrexx

import (
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func moved(status int, to string) reply {
	return reply{status: status, header: http.Header{"Location": {to}}}
}

// TestRedirects: a 301 is followed with method and body (§1.4), wherever on the
// same origin it leads.
func TestRedirects(t *testing.T) {
	tests := []struct {
		name, to, uri string
		run           func(*Client) error
		method, body  string
	}{
		{"slash at the end", "/irma/test01/users/6/", "/irma/test01/users/6/", func(c *Client) error { return do(c.UpdateUser("6", UserPassword("pw"))) }, "PATCH", `{"account":{"password":"pw"}}`},
		{"out of the prefix", "/v2//portals/X", "/v2//portals/X", func(c *Client) error { return do(c.DeletePortal("X")) }, "DELETE", `{}`},
		{"relative", "../users2/6", "/irma/test01/users2/6", func(c *Client) error { return do(c.DeleteUser("6")) }, "DELETE", ""},
		{"sign-in", "/irma/auth/", "/irma/auth/", func(c *Client) error { return do(c.SignIn("a", "pw")) }, "POST", `{"name":"a","password":"pw"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), BaseURL: "/irma"}, Settings{Portal: testPortal}, moved(301, test.to), ok("done"))
			if err := test.run(client); err != nil {
				t.Fatal(err)
			}
			if got := server.last(t); got.method != test.method || got.uri != test.uri || got.body != test.body || len(server.calls) != 2 {
				t.Errorf("sent %+v", got)
			}
		})
	}
}

func TestRedirectsNotFollowed(t *testing.T) {
	for _, answer := range []reply{moved(301, "http://other.example/test01/users"), moved(301, "https://127.0.0.1:1/"), moved(301, ""), moved(303, "/login")} {
		server, client := serve(t, answer)
		kind := rest.Failed
		if answer.status == 303 { // it points to the result of a change
			kind = rest.Unknown
		}
		e := asError(t, do(client.CreateUser(UserCreate{LastName: "E"}.Body())), kind)
		if !strings.Contains(e.Message, "redirect") || len(server.calls) != 1 {
			t.Errorf("%v after %d calls", e, len(server.calls))
		}
	}
}
