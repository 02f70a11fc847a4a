package intrexx

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// repeated are the changes that are sent again after a lost answer: those whose
// repetition changes nothing more. No POST and no PATCH is among them, no
// deletion of a portal, and nothing that starts work or extends a licence.
func repeated() []string {
	return []string{
		"WebServerSet", "MobileKeyDelete", "JobDelete", "StandbySet", "MailStatusSet",
		"GroupDelete", "UserGroupAdd", "UserGroupRemove", "UserDelete", "LicenseDelete",
	}
}

func TestWhatIsRepeated(t *testing.T) {
	p := packageOf(t, "apps.lax")
	for i, call := range everything(p) {
		operation := Operations()[i]
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			conn := rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}
			server, client := serveWith(t, conn, testPortal, reply{status: 503}, ok(`"x"`))
			err := call.run(t.Context(), client)
			want := 1
			if operation.Method == "GET" || slices.Contains(repeated(), operation.Name) {
				want = 2
			}
			if len(server.calls) != want || (err == nil) != (want == 2) {
				t.Errorf("%d calls, want %d: %v", len(server.calls), want, err)
			}
		})
	}
}

// TestGoneAfterRetry: what a deletion whose first answer was lost no longer finds
// is deleted.
func TestGoneAfterRetry(t *testing.T) {
	conn := rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}
	_, client := serveWith(t, conn, testPortal, reply{status: 503}, reply{status: 404})
	if err := do(client.DeleteUser("6")); err != nil {
		t.Error(err)
	}
}

// TestLongCalls: what may take minutes has no timeout of its own; the others
// end with theirs.
func TestLongCalls(t *testing.T) {
	long := []string{"PortalCreate", "PortalDelete", "TemplateUpload", "ApplicationImport", "ApplicationOverwrite", "DiagnosisGet", "SearchIndexRun"}
	p := packageOf(t, "apps.lax")
	for i, call := range everything(p) {
		operation := Operations()[i]
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			client := slowly(t)
			err := call.run(context.Background(), client)
			if slices.Contains(long, operation.Name) != (err == nil) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLostAnswer(t *testing.T) {
	cut := reply{status: 200, body: "{", cut: true}
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 2}, testPortal, cut)
	for _, err := range []error{
		do(client.DeletePortal("X")), do(client.CreatePortal(json.RawMessage(`{}`))), do(client.ImportApplications(packageOf(t, "a.lax"))),
		do(client.RunJobActions(nil)), do(client.ExtendTrial(nil)),
	} {
		asError(t, err, rest.Unknown)
	}
	if len(server.calls) != 5 {
		t.Errorf("%d calls", len(server.calls))
	}
}

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
		{"slash at the end", "/irma/test01/users/6/", "/irma/test01/users/6/", func(c *Client) error { return do(c.UpdateUser("6", User{Account: UserAccount{Password: "pw"}}.Body())) }, "PATCH", `{"account":{"password":"pw"}}`},
		{"out of the prefix", "/v2//portals/X", "/v2//portals/X", func(c *Client) error { return do(c.DeletePortal("X")) }, "DELETE", `{}`},
		{"relative", "../users2/6", "/irma/test01/users2/6", func(c *Client) error { return do(c.DeleteUser("6")) }, "DELETE", ""},
		{"sign-in", "/irma/auth/", "/irma/auth/", func(c *Client) error { return do(c.SignIn("a", "pw")) }, "POST", `{"name":"a","password":"pw"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), BaseURL: "/irma"}, testPortal, moved(301, test.to), ok("done"))
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
		e := asError(t, do(client.CreateUser(User{General: UserGeneral{LastName: "E"}}.Body())), kind)
		if !strings.Contains(e.Message, "redirect") || len(server.calls) != 1 {
			t.Errorf("%v after %d calls", e, len(server.calls))
		}
	}
}
