package iotinvites

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
	"unictl/internal/testserver"
)

const (
	guardJ = `{"business":true,"status":500,"code":401}` // the route guard of servers of kind J
	errorK = `{"code":401,"status":401,"message":"Not Authorized"}`
)

// TestCodesByTheirRoute: the same answer is the absence of a thing, or a server
// that cannot look.
func TestCodesByTheirRoute(t *testing.T) {
	invitationGone, userGone := `{"code":10404,"message":"Invitation not found"}`, `{"code":2404,"message":"User Not Found"}`
	lists := func(c *Client) error { _, err := collect(c.AccountInvites(t.Context())); return err }
	members := func(c *Client) error { _, err := collect(c.Members(t.Context())); return err }
	own := func(c *Client) error { _, err := collect(c.MyInvites(t.Context(), "a@b.example")); return err }
	me := func(c *Client) error { return do(c.Me()) }
	accept := func(c *Client) error { return do(c.Accept(testInvite)) }
	for _, test := range []struct {
		call   func(*Client) error
		status int
		body   string
		kind   rest.Kind
	}{
		{lists, 404, invitationGone, rest.Temporary},
		{own, 404, invitationGone, rest.Temporary},
		{members, 404, userGone, rest.Temporary},
		{lists, 500, invitationGone, rest.Temporary},
		{lists, 503, invitationGone, rest.Temporary},
		{me, 404, userGone, rest.Temporary},
		{accept, 404, invitationGone, rest.NotFound},
		{accept, 500, invitationGone, rest.Unknown},
	} {
		_, client := serve(t, answer{status: test.status, body: test.body})
		asError(t, test.call(client), test.kind)
	}
}

func TestErrorsOfTheService(t *testing.T) {
	tests := []struct {
		name                string
		answer              answer
		kind                rest.Kind
		code, message, hint string
	}{
		{"guard of J", answer{status: 401, body: guardJ}, rest.Credential, "401", "Unauthorized", ""},
		{"refusal of K", answer{status: 401, body: errorK}, rest.Credential, "401", "Not Authorized", ""},
		{"refusal of the first servers", text(401, "Not Authorized"), rest.Credential, "", "Not Authorized", ""},
		{"refusal without words", answer{status: 401}, rest.Credential, "", "Unauthorized", ""},
		{"401 of a proxy", text(401, "<html>sign in"), rest.Credential, "", "sign in", "proxy"},
		{"invalid", answer{status: 400, body: `{"code":400,"message":"Invalid request","errors":[" property 'email' is required."," property 'x' is not allowed."]}`},
			rest.Failed, "400", "Invalid request: property 'email' is required.; property 'x' is not allowed.", ""},
		{"not confirmed", answer{status: 401, body: `{"code":2402,"message":"User's email not verified"}`}, rest.Credential, "2402", "not verified", "link in the mail"},
		{"locked", answer{status: 403, body: `{"code":2403,"message":"Account locked"}`}, rest.Credential, "2403", "Account locked", "30 seconds"},
		{"no such user", answer{status: 404, body: `{"code":2404,"message":"User Not Found"}`}, rest.Temporary, "2404", "does not find the user", "lost its database"},
		{"invitation gone", text(404, "Invitation not found"), rest.NotFound, "", "Invitation not found", ""},
		{"invitation gone in JSON", answer{status: 404, body: `{"code":10404,"message":"Invitation not found"}`}, rest.NotFound, "10404", "Invitation", ""},
		{"no such route", text(404, "<!DOCTYPE html><pre>Cannot GET /</pre>"), rest.Failed, "", "Not Found", "/v1/api"},
		{"404 with other text", text(404, "page not found"), rest.NotFound, "", "page not found", ""},
		{"invited or member", answer{status: 409, body: `{"code":2420,"message":"User is already invited"}`}, rest.Conflict, "2420", "already a member", ""},
		{"captcha missing", answer{status: 422, body: `{"code":13423,"message":"Missing 'challenge' and 'response' fields"}`}, rest.Credential, "13423", "captcha", "dashboard at http://127.0.0.1:"},
		{"captcha refused", answer{status: 422, body: `{"code":13422,"message":"x"}`}, rest.Credential, "13422", "captcha", "switch captcha off"},
		{"only administrator", answer{status: 401, body: `{"code":3601,"message":"Could not leave Account"}`}, rest.Failed, "3601", "Could not leave", ""},
		{"refresh token of J", answer{status: 401, body: `{"code":15001,"message":"Refresh token does not exist"}`}, rest.Credential, "15001", "does not exist", "sign in again"},
		{"refresh token of K", answer{status: 500, body: `{"code":15000,"message":"x"}`}, rest.Credential, "15000", "x", "sign in again"},
		{"SSL", text(403, "SSL Required."), rest.Failed, "", "SSL Required.", "https://"},
		{"text of the first servers", text(500, "Internal Server Error"), rest.Temporary, "", "Internal Server Error", ""},
		{"fault", answer{status: 500, body: `{"code":500,"message":"boom"}`}, rest.Temporary, "500", "boom", ""},
		{"HTML", text(503, "<html>\x1b[31mmaintenance"), rest.Temporary, "", "maintenance", ""},
		{"control characters", answer{status: 400, body: `{"code":1,"message":"a\u001b[31m\u0007\nb","errors":["c\u001b"]}`}, rest.Failed, "1", "a[31m b: c", ""},
		{"odd shapes", answer{status: 400, body: `{"code":{},"message":["x"],"errors":[1,{},"d"]}`}, rest.Failed, "", "Bad Request", ""},
		{"other JSON", answer{status: 400, body: `[]`}, rest.Failed, "", "Bad Request", ""},
		{"code without end", answer{status: 400, body: `{"code":` + strings.Repeat("1", 999) + `,"message":"x"}`}, rest.Failed, "", "x", ""},
		{"code as text", answer{status: 409, body: `{"code":"2420"}`}, rest.Conflict, "2420", "already a member", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.answer)
			_, err := client.Me().Do(t.Context())
			e := asError(t, err, test.kind)
			if !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("message %q, hint %q, want %q and %q in them", e.Message, e.Hint, test.message, test.hint)
			}
			if e.Code != test.code || e.Status != test.answer.status || e.Call != "Me" {
				t.Errorf("code %q, status %d, call %s", e.Code, e.Status, e.Call)
			}
			if strings.ContainsFunc(e.Error()+e.Hint, unicode.IsControl) {
				t.Errorf("control characters in %q", e.Error())
			}
		})
	}
}

func TestSignInRefused(t *testing.T) {
	for _, a := range []answer{{status: 401, body: `{"code":401,"message":"Not Authorized"}`}, text(401, "Not Authorized")} {
		_, client := serve(t, a)
		e := asError(t, do(client.SignIn("a@b.example", canaryPassword)), rest.Credential)
		if e.Message != "Not Authorized" || !strings.Contains(e.Hint, "user name and password") {
			t.Errorf("%q, %q", e.Message, e.Hint)
		}
	}
}

func TestErrorFields(t *testing.T) {
	_, client := serve(t, answer{status: 400, body: `{"code":400,"message":"Invalid request","errors":[" property 'email' is required."," too odd", " property 'x"]}`})
	want := []rest.Field{{Name: "email", Message: "property 'email' is required."}, {Message: "too odd"}, {Message: "property 'x"}}
	if diff := cmp.Diff(want, asError(t, do(client.Me()), rest.Failed).Fields); diff != "" {
		t.Error(diff)
	}
	if got := rest.Sentence("m", strings.Split("abcdefg", "")); got != "m: a; b; c; d; e; and 2 more" {
		t.Errorf("got %q", got)
	}
}

func TestRateLimit(t *testing.T) {
	const said = `{"error":"RateLimit","message":"Too many requests. Limit will reset in 3600 seconds"}`
	reset := func(value string) http.Header { return http.Header{headerReset: {value}} }
	for _, test := range []struct {
		name   string
		answer answer
		wait   time.Duration
		hint   string
	}{
		{"header", answer{status: 429, body: said, header: reset("90")}, 90 * time.Second, "1m30s"},
		{"words alone", answer{status: 429, body: said}, time.Hour, "1h0m0s"},
		{"a header that cannot be", answer{status: 429, body: said, header: reset("1795387075")}, time.Hour, "1h0m0s"},
		{"a header of no number", answer{status: 429, body: said, header: reset("NaN")}, time.Hour, "1h0m0s"},
		{"nothing", answer{status: 429, body: `{}`}, 0, "by the hour"},
		{"text", text(429, "slow down"), 0, "by the hour"},
		{"Retry-After as well", answer{status: 429, body: said, header: http.Header{"Retry-After": {"7"}}}, 7 * time.Second, "7s"},
		{"with a code", answer{status: 429, body: `{"code":2420,"message":"x"}`, header: reset("5")}, 5 * time.Second, "5s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.answer)
			if e := asError(t, do(client.Create("a@b.example")), rest.Temporary); e.RetryAfter != test.wait || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("wait %s, hint %q", e.RetryAfter, e.Hint)
			}
		})
	}
}

// TestGatewayAnswers: what a gateway says of a write leaves its outcome open.
func TestGatewayAnswers(t *testing.T) {
	_, client := serve(t, answer{status: 502, body: `{"code":2404,"message":"x"}`})
	asError(t, do(client.Delete("a@b.example")), rest.Unknown)
}

func TestRedirectIsNotFollowed(t *testing.T) {
	server, client := serve(t, answer{status: 302, header: http.Header{"Location": {"/"}}})
	asError(t, do(client.Me()), rest.Failed)
	if len(server.calls) != 1 {
		t.Errorf("%d calls", len(server.calls))
	}
}

func TestCancelled(t *testing.T) {
	_, client := serve(t, ok("[]"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := collect(client.Members(ctx)); err != context.Canceled {
		t.Error(err)
	}
}

func FuzzFailure(f *testing.F) {
	f.Add(401, guardJ)
	f.Add(400, `{"code":400,"message":"Invalid request","errors":[" property 'email' is required."]}`)
	f.Add(429, `{"error":"RateLimit","message":"Too many requests. Limit will reset in 3600 seconds"}`)
	f.Add(404, "Invitation not found")
	f.Add(502, "<html>")
	f.Fuzz(func(t *testing.T, status int, body string) {
		e := &rest.Error{Kind: rest.Failed, Status: status, Message: "as it was"}
		errorRules{}.refine(&rest.Response{Status: status, Header: http.Header{}, Body: []byte(body)}, e)
		if e.Message == "" {
			t.Error("no message")
		}
		for _, text := range []string{e.Message, e.Hint, e.Code} {
			if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != ' ' }) || len(text) > 10000 {
				t.Errorf("%q is not fit to print", text)
			}
		}
		if e.RetryAfter < 0 || e.RetryAfter > 24*time.Hour {
			t.Errorf("a wait of %s", e.RetryAfter)
		}
	})
}

// TestReasonInAnyShape: whatever words a refusal has reach the person, and all of
// it the program that asks for JSON.
func TestReasonInAnyShape(t *testing.T) {
	for body, want := range testserver.Refusals(canaryToken) {
		_, client := serve(t, answer{status: 422, body: body})
		e := asError(t, do(client.Me()), rest.Failed)
		if !strings.Contains(e.Message, want) || len(e.Details) == 0 || strings.Contains(e.Message+string(e.Details), canaryToken) {
			t.Errorf("%s: %q, details %s", body, e.Message, e.Details)
		}
	}
}
