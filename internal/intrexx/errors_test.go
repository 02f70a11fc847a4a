package intrexx

import (
	"context"
	"strings"
	"testing"

	"unictl/internal/rest"
	"unictl/internal/testserver"
)

func TestErrorWords(t *testing.T) {
	for body, want := range map[string]string{
		`{"message":"m","error":"e"}`:                     "m",
		`{"status":400,"error":"e","detail":"d"}`:         "e",
		`{"error":{"code":1,"message":"inner"}}`:          "inner",
		`{"error":{"code":1},"detail":"d"}`:               "d",
		`{"title":"t","type":"about:blank"}`:              "t",
		`{"errorMessage":"em"}`:                           "em",
		`{"message":"","detail":" d\n\u001b[31mred"}`:     "d [31mred",
		`{"message":7,"title":"t"}`:                       "t",
		`{"code":7}`:                                      "Bad Request",
		`["message"]`:                                     "Bad Request: message",
		`{"message":`:                                     `Bad Request: "{\"message\":"`,
		``:                                                "Bad Request",
		`Portal is locked`:                                `Bad Request: "Portal is locked"`,
		"<html><head>\n<title>400 Bad &amp; ugly</title>": "Bad Request: a web page answered, 400 Bad & ugly",
		"<HTML><TITLE>x\ny</TITLE>":                       "Bad Request: a web page answered, x y",
		"<!DOCTYPE html><body>secret words":               "Bad Request",
		"<title>never ends":                               "Bad Request",
	} {
		_, client := serve(t, reply{status: 400, body: body})
		if e := asError(t, do(client.User("6")), rest.Failed); e.Message != want {
			t.Errorf("%s: %q, want %q", body, e.Message, want)
		}
	}
}

func TestHints(t *testing.T) {
	user := func(c *Client) error { return do(c.User("6")) }
	list := func(c *Client) error { return rowsOf(c.Portals(context.Background())) }
	change := func(c *Client) error { return do(c.DeletePortal("X")) }
	const page = "<html><title>nginx</title>"
	tests := []struct {
		name   string
		run    func(*Client) error
		status int
		body   string
		kind   rest.Kind
		hint   string
	}{
		{"portals in Docker", list, 404, "", rest.NotFound, "Docker"},
		{"a portal in Docker", change, 404, `{"message":"no"}`, rest.NotFound, "Docker"},
		{"templates in Docker", func(c *Client) error { return rowsOf(c.Templates(context.Background())) }, 404, "", rest.NotFound, "Docker"},
		{"object or portal", user, 404, "", rest.NotFound, "admin-api.yaml"},
		{"object or portal of a write", func(c *Client) error { return do(c.DeleteUser("6")) }, 404, "", rest.NotFound, "admin-api.yaml"},
		{"path", user, 404, page, rest.Failed, "wrong path"},
		{"token", user, 401, "", rest.Credential, "sign in again"},
		{"licence", user, 403, "", rest.Credential, "needs a licence of its own"},
		{"licence to be paid", user, 402, "", rest.Failed, "needs a licence of its own"},
		{"too large", change, 413, page, rest.Failed, "size of uploads"},
		{"portal down", user, 500, `{"error":"x"}`, rest.Temporary, "portal may be down"},
		{"portal down, status unheard of", user, 599, "", rest.Temporary, "portal may be down"},
		{"server down", list, 500, "", rest.Temporary, ""},
		{"proxy", user, 502, page, rest.Temporary, "a proxy answered"},
		{"proxy on a write", change, 504, page, rest.Unknown, "check the state"},
		{"conflict", change, 409, "", rest.Conflict, ""},
		{"status unheard of", user, 499, "", rest.Failed, ""},
		{"too many", user, 429, "", rest.Temporary, "share one cached token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), BaseURL: "/irma"}, testPortal, reply{status: test.status, body: test.body})
			e := asError(t, test.run(client), test.kind)
			if !strings.Contains(e.Hint, test.hint) || test.hint == "" && e.Hint != "" || e.Status != test.status {
				t.Errorf("%v, hint %q, want %q", e, e.Hint, test.hint)
			}
		})
	}
}

// TestPlaces: each operation counts to the part of the API that its path says.
func TestPlaces(t *testing.T) {
	for _, operation := range Operations() {
		want := inPortal
		switch first, _, _ := strings.Cut(operation.Path[1:], "/"); first {
		case "auth":
			want = inAuth
		case "portals", "templates":
			want = inHost
		case "admin-api":
			want = inAPI
		}
		if got := placeOf(operation.Name); got != want {
			t.Errorf("%s: %d, want %d", operation.Name, got, want)
		}
	}
}

// TestReasonInAnyShape: whatever words a refusal has reach the person, and all of
// it the program that asks for JSON.
func TestReasonInAnyShape(t *testing.T) {
	for body, want := range testserver.Refusals(canaryToken) {
		_, client := serve(t, reply{status: 422, body: body})
		e := asError(t, do(client.User("6")), rest.Failed)
		if !strings.Contains(e.Message, want) || len(e.Details) == 0 || strings.Contains(e.Message+string(e.Details), canaryToken) {
			t.Errorf("%s: %q, details %s", body, e.Message, e.Details)
		}
	}
}
