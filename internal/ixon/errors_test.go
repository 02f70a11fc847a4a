package ixon

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
	"unictl/internal/testserver"
)

func entry(message, property string) string {
	return `{"status":"error","type":"Error","moreAfter":null,"data":[{"message":"` + message + `","propertyName":"` + property + `","listIndex":null}]}`
}

func TestErrorsOfTheService(t *testing.T) {
	tests := []struct {
		name    string
		status  int
		body    string
		kind    rest.Kind
		message string
		hint    string
	}{
		{"expired token", 401, entry("Invalid value", "Authorization"), rest.Credential, "Authorization: Invalid value", "another Application ID"},
		{"expired token with another status", 400, entry("Invalid Authorization: token does not exist or has expired", ""), rest.Credential, "Invalid Authorization", "expired"},
		{"401 without words", 401, "", rest.Credential, "Unauthorized", "expired"},
		{"403 without words", 403, "{}", rest.Credential, "Forbidden", "MANAGE_USER"},
		{"unknown company", 400, entry("Invalid value", "Api-Company"), rest.Credential, "Api-Company: Invalid value", ""},
		{"no company", 400, entry("Required header", "Api-Company"), rest.Credential, "Required header", ""},
		{"unknown application", 400, entry("Invalid value", "Api-Application"), rest.Credential, "Api-Application", "Application ID"},
		{"wrong branding", 400, entry("Invalid value", "Api-Branding"), rest.Failed, "Api-Branding", "host name"},
		{"already invited", 400, entry("ada@example.com is already invited.", "emailAddress"), rest.Conflict, "already invited", ""},
		{"in use", 422, entry("This e-mail address is already in use.", ""), rest.Conflict, "already in use", ""},
		{"another account", 400, entry("This e-mail address is registered to another account.", ""), rest.Conflict, "another account", ""},
		{"not found by status", 404, entry("Nope", ""), rest.NotFound, "Nope", ""},
		{"not found by words", 400, entry("Not found", "publicId"), rest.NotFound, "publicId: Not found", ""},
		{"a page that is not there", 404, "<html><title>404</title></html>", rest.Failed, "Not Found", ""},
		{"a gateway without a route", 404, "404 page not found", rest.Failed, "Not Found", ""},
		{"second factor of a role", 403, entry("2FA is required", ""), rest.Credential, "2FA", "second factor"},
		{"one-time password", 401, entry("Two Factor Authentication required", "Authorization"), rest.Credential, "Two Factor", "one-time password"},
		{"sign-ins limited", 401, entry("Login is rate limited", "Authorization"), rest.Temporary, "rate limited", "wait"},
		{"tries limited", 400, entry("Too many tries. Please try again later.", ""), rest.Temporary, "Too many tries", "wait"},
		{"blocked", 429, "", rest.Temporary, "Too Many Requests", "ten minutes"},
		{"blocked, odd words", 429, entry("Invalid value", "Authorization"), rest.Temporary, "Authorization", "ten minutes"},
		{"some rows", 400, `{"status":"error","data":[{"message":"Invalid value","propertyName":"ipAddress","listIndex":2},{"message":"is already invited","listIndex":3}]}`,
			rest.Failed, "row 2: ipAddress: Invalid value; row 3: is already invited", ""},
		{"rows that agree", 400, `{"status":"error","data":[{"message":"a is already invited","listIndex":0},{"message":"b is already invited","listIndex":1}]}`,
			rest.Conflict, "row 0: a is already invited; row 1:", ""},
		{"many rows", 400, `{"status":"error","data":[` + strings.Repeat(`{"message":"x"},`, 6) + `{"message":"x"}]}`, rest.Failed, "x; x; x; x; x; and 2 more", ""},
		{"one object", 400, `{"status":"error","data":{"message":"Not allowed"}}`, rest.Failed, "Not allowed", ""},
		{"no entries", 400, `{"status":"error","data":[]}`, rest.Failed, "Bad Request", ""},
		{"other JSON", 400, `{"data":"x"}`, rest.Failed, "Bad Request", ""},
		{"HTML", 503, "<html>\x1b[31mmaintenance", rest.Temporary, "maintenance", ""},
		{"server fault with words", 500, entry("already in use", ""), rest.Temporary, "already in use", ""},
		{"control characters", 400, entry(`a\u001b[31m\u0007\nb`, `c\u001b`), rest.Failed, "c: a[31m b", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, answer{status: test.status, body: test.body})
			_, err := client.Me().Do(t.Context())
			e := asError(t, err, test.kind)
			if !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("message %q, hint %q, want %q and %q in them", e.Message, e.Hint, test.message, test.hint)
			}
			if e.Status != test.status || e.Call != "MyUser" {
				t.Errorf("status %d, call %s", e.Status, e.Call)
			}
			if strings.ContainsFunc(e.Error()+e.Hint, unicode.IsControl) {
				t.Errorf("control characters in %q", e.Error())
			}
		})
	}
}

// TestCauses holds what callers tell apart to say which command helps.
func TestCauses(t *testing.T) {
	for message, cause := range map[string]error{
		entry("Invalid value", "Api-Company"):                                                 ErrCompany,
		entry("Required header", "api-company"):                                               ErrCompany,
		entry("The user is not assigned to the requested company", "Api-Company"):             ErrNotAssigned,
		entry("ada@example.com is already invited.", ""):                                      ErrInvited,
		`{"status":"error","data":[{"message":"is already invited"},{"message":"Too long"}]}`: nil,
		entry("Not found", "publicId"):                                                        nil,
	} {
		for _, status := range []int{400, 403, 200} { // an error is one whatever HTTP says
			_, client := serve(t, answer{status: status, body: message})
			e, ok := errors.AsType[*rest.Error](do(client.Me()))
			if !ok || !errors.Is(e.Err, cause) {
				t.Errorf("%d %s: %v", status, message, e.Err)
			}
		}
	}
	_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{Application: testApplication}, success("null"))
	if err := do(client.MyCompany()); !errors.Is(err, ErrNoCompany) {
		t.Error(err)
	}
}

func TestErrorFields(t *testing.T) {
	_, client := serve(t, answer{status: 400, body: `{"status":"error","data":[{"message":"Invalid value","propertyName":"role","listIndex":1},{"message":"Required"}]}`})
	_, err := client.Me().Do(t.Context())
	index := 1
	want := []rest.Field{{Name: "role", Index: &index, Message: "Invalid value"}, {Message: "Required"}}
	if diff := cmp.Diff(want, asError(t, err, rest.Failed).Fields); diff != "" {
		t.Error(diff)
	}
}

// TestErrorWithStatus200 holds that an error envelope is one whatever HTTP
// says, and that none of its entries is taken for a row.
func TestErrorWithStatus200(t *testing.T) {
	const entries = `[{"message":"boom ` + canaryToken + `","propertyName":"x","listIndex":2}]`
	const known = `[{"message":"Not found","publicId":"u1"}]`
	for name, test := range map[string]struct {
		body, message string
		kind          rest.Kind
		rows          int
	}{
		"status first": {`{"status":"error","data":` + entries + `}`, "row 2: x: boom", rest.Failed, 0},
		"status last":  {`{"data":` + entries + `,"status":"error"}`, "row 2: x: boom", rest.Failed, 0},
		"known words":  {`{"status":"error","data":` + known + `}`, "Not found", rest.NotFound, 0},
		"one object":   {`{"status":"error","data":{"message":"boom"}}`, "boom", rest.Failed, 0},
		"no words":     {`{"status":"error","data":[]}`, `"status" is "error"`, rest.Failed, 0},
		"cut short":    {`{"status":"error","data":[{"message":"boom"}`, `"status" is "error"`, rest.Failed, 0},
		"no error":     {`{"status":"success","data":[{"message":"boom"}]}`, "no publicId", rest.Failed, 0},
		"one stranger": {`{"status":"success","data":[{"publicId":"u1"},{"publicId":null}]}`, "no publicId", rest.Failed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, answer{status: 200, body: test.body})
			list, err := drain(client.Users(t.Context()))
			if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.message) || e.Status != 200 || e.Call != "UserList" {
				t.Errorf("%+v, want %q in it", e, test.message)
			}
			if len(list) != test.rows {
				t.Errorf("%d rows, want %d", len(list), test.rows)
			}
		})
	}
}

func TestErrorWithStatus200HasFields(t *testing.T) {
	_, client := serve(t, answer{status: 200, body: `{"status":"error","data":[{"message":"boom ` + canaryToken + `","propertyName":"x","listIndex":2}]}`})
	index := 2
	want := []rest.Field{{Name: "x", Index: &index, Message: "boom [redacted]"}}
	if diff := cmp.Diff(want, asError(t, do(client.Me()), rest.Failed).Fields); diff != "" {
		t.Error(diff)
	}
	if e := asError(t, do(client.RemoveUser("u1")), rest.Unknown); !strings.Contains(e.Message, "x: boom") {
		t.Errorf("after a change: %v", e)
	}
}

func TestErrorsOfOneItemNameNoRow(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"one":            {`{"message":"Invalid value","propertyName":"role","listIndex":0}`, "role: Invalid value"},
		"two of one":     {`{"message":"a","listIndex":0},{"message":"b","listIndex":0}`, "a; b"},
		"none named":     {`{"message":"row 0: a"}`, "row 0: a"},
		"of a later row": {`{"message":"a","listIndex":0},{"message":"b","listIndex":1}`, "row 0: a; row 1: b"},
	} {
		_, client := serve(t, answer{status: 400, body: `{"status":"error","data":[` + test.data + `]}`})
		_, err := client.AddMembership(MembershipCreate{}).Send(t.Context())
		e := asError(t, err, rest.Failed)
		if e.Message != test.want {
			t.Errorf("%s: %q, want %q", name, e.Message, test.want)
		}
		if strings.Contains(test.data, "listIndex") && *e.Fields[0].Index != 0 {
			t.Errorf("%s: the field's index is gone", name)
		}
	}
}

// TestSecondFactor holds what a refused sign-in is taken for, however the
// service puts its words.
func TestSecondFactor(t *testing.T) {
	for _, test := range []struct {
		status       int
		message      string
		needs, wrong bool
		kind         rest.Kind
		hint         string
	}{
		{401, "Two Factor Authentication required", true, false, rest.Credential, "one-time password"},
		{401, "Two-factor authentication required", true, false, rest.Credential, "one-time password"},
		{403, "One-Time Password required", true, false, rest.Credential, "one-time password"},
		{400, "Incorrect two-factor one-time password.", false, true, rest.Credential, "shows now"},
		{401, "Incorrect two-factor backup code.", false, true, rest.Credential, "shows now"},
		{400, "The one-time password has expired", false, true, rest.Credential, "shows now"},
		{400, "Too many tries. Please try again later.", false, false, rest.Temporary, "wait"},
		{401, "Login is rate limited", false, false, rest.Temporary, "wait"},
		{429, "Slow down", false, false, rest.Temporary, "ten minutes"},
		{403, "2FA is required", false, false, rest.Credential, "second factor"},
		{401, "Basic authentication failed", false, false, rest.Credential, "password"},
		{401, "Invalid value", false, false, rest.Credential, ""},
		{401, "Invalid Authorization: token does not exist or has expired", false, false, rest.Credential, "expired"},
	} {
		_, client := serve(t, answer{status: test.status, body: entry(test.message, "Authorization")})
		err := do(client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60}))
		if e := asError(t, err, test.kind); !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%s: hint %q", test.message, e.Hint)
		}
		err = fmt.Errorf("signing in: %w", err)
		if NeedsCode(err) != test.needs || WrongCode(err) != test.wrong {
			t.Errorf("%s: needs %v, wrong %v", test.message, NeedsCode(err), WrongCode(err))
		}
	}
}

// TestSecondFactorOfOddAnswers: an envelope that came with a status of
// success, and errors of other makers.
func TestSecondFactorOfOddAnswers(t *testing.T) {
	_, client := serve(t, answer{status: 201, body: entry("Two Factor Authentication required", "Authorization")})
	err := do(client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60}))
	if asError(t, err, rest.Credential); !NeedsCode(err) || WrongCode(err) {
		t.Errorf("needs %v, wrong %v: %v", NeedsCode(err), WrongCode(err), err)
	}
	for _, err := range []error{nil, errors.New("Two Factor Authentication required"), &rest.Error{}} {
		if NeedsCode(err) || WrongCode(err) {
			t.Errorf("%v is taken for a refused sign-in", err)
		}
	}
}

func FuzzFailure(f *testing.F) {
	f.Add(400, entry("Invalid value", "Api-Company"))
	f.Add(429, `{"data":{"message":"x","listIndex":-1}}`)
	f.Add(404, `{"data":[{"message":"Not found"},null,{}]}`)
	f.Add(502, "<html>")
	f.Fuzz(func(t *testing.T, status int, body string) {
		e := &rest.Error{Status: status, Message: "as it was"}
		failure(&rest.Response{Status: status, Body: []byte(body)}, e)
		if e.Message == "" {
			t.Error("no message")
		}
		if strings.ContainsFunc(e.Message, func(r rune) bool { return !unicode.IsPrint(r) && r != ' ' }) {
			t.Errorf("%q is not printable", e.Message)
		}
		if len(e.Fields) == 0 && e.Message != "as it was" {
			t.Errorf("%q without a field", e.Message)
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
