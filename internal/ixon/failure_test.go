package ixon

import (
	"strings"
	"testing"
	"unicode"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
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
		{"unknown company", 400, entry("Invalid value", "Api-Company"), rest.Credential, "Api-Company: Invalid value", "companies list"},
		{"no company", 400, entry("Required header", "Api-Company"), rest.Credential, "Required header", "companies list"},
		{"unknown application", 400, entry("Invalid value", "Api-Application"), rest.Credential, "Api-Application", "Application ID"},
		{"wrong branding", 400, entry("Invalid value", "Api-Branding"), rest.Failed, "Api-Branding", "host name"},
		{"already invited", 400, entry("ada@example.com is already invited.", "emailAddress"), rest.Conflict, "already invited", "resend or revoke"},
		{"in use", 422, entry("This e-mail address is already in use.", ""), rest.Conflict, "already in use", ""},
		{"another account", 400, entry("This e-mail address is registered to another account.", ""), rest.Conflict, "another account", ""},
		{"not found by status", 404, entry("Nope", ""), rest.NotFound, "Nope", ""},
		{"not found by words", 400, entry("Not found", "publicId"), rest.NotFound, "publicId: Not found", ""},
		{"second factor of a role", 403, entry("2FA is required", ""), rest.Credential, "2FA", "second factor"},
		{"one-time password", 401, entry("Two Factor Authentication required", "Authorization"), rest.Credential, "Two Factor", "one-time password"},
		{"sign-ins limited", 401, entry("Login is rate limited", "Authorization"), rest.Temporary, "rate limited", "wait"},
		{"tries limited", 400, entry("Too many tries. Please try again later.", ""), rest.Temporary, "Too many tries", "wait"},
		{"blocked", 429, "", rest.Temporary, "Too Many Requests", "ten minutes"},
		{"blocked, odd words", 429, entry("Invalid value", "Authorization"), rest.Temporary, "Authorization", "ten minutes"},
		{"some rows", 400, `{"status":"error","data":[{"message":"Invalid value","propertyName":"ipAddress","listIndex":2},{"message":"is already invited","listIndex":3}]}`,
			rest.Failed, "row 2: ipAddress: Invalid value; row 3: is already invited", ""},
		{"rows that agree", 400, `{"status":"error","data":[{"message":"a is already invited","listIndex":0},{"message":"b is already invited","listIndex":1}]}`,
			rest.Conflict, "row 0: a is already invited; row 1:", "resend"},
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

func TestErrorFields(t *testing.T) {
	_, client := serve(t, answer{status: 400, body: `{"status":"error","data":[{"message":"Invalid value","propertyName":"role","listIndex":1},{"message":"Required"}]}`})
	_, err := client.Me().Do(t.Context())
	index := 1
	want := []rest.Field{{Name: "role", Index: &index, Message: "Invalid value"}, {Message: "Required"}}
	if diff := cmp.Diff(want, asError(t, err, rest.Failed).Fields); diff != "" {
		t.Error(diff)
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
