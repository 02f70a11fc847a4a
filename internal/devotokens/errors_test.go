package devotokens

import (
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
	"unictl/internal/testserver"
)

func envelope(code, message string) string {
	return `{"error":{"code":` + code + `,"message":"` + message + `"}}`
}

func TestErrorsOfTheService(t *testing.T) {
	tests := []struct {
		name          string
		status        int
		body          string
		kind          rest.Kind
		code, message string
		hint          string
	}{
		{"documented envelope", 400, envelope("400", "bad name"), rest.Failed, "400", "bad name", ""},
		{"application code", 400, envelope("112", "owner can not be deleted"), rest.Failed, "112", "owner can not", ""},
		{"code as text", 400, envelope(`"4xx"`, "text"), rest.Failed, "4xx", "text", ""},
		{"query style", 500, `{"msg":"broken","status":500,"cid":"c","object":["a","b"]}`, rest.Temporary, "", "broken", ""},
		{"error as text", 409, `{"error":"there already","cid":"c","object":[]}`, rest.Conflict, "", "there already", ""},
		{"other region", 403, `{"code":5,"msg":"Token invalid or expired"}`, rest.Credential, "5", "Token invalid or expired", "another region"},
		{"other region by its code", 403, `{"code":5,"msg":"no"}`, rest.Credential, "5", "no", "was disabled or deleted"},
		{"token of a wrong type", 401, envelope("20", "unauthorized"), rest.Credential, "20", "unauthorized", `"Credentials API"`},
		{"no right", 403, envelope("21", "forbidden"), rest.Credential, "21", "forbidden", `role with the permission "API Credentials"`},
		{"401 without words", 401, "", rest.Credential, "", "Unauthorized", "another region"},
		{"revoked or of a wrong type", 401, envelope("20", "unauthorized"), rest.Credential, "20", "unauthorized", "was disabled or deleted"},
		{"firewall", 403, "error code: 1010\n", rest.Credential, "1010", "firewall", "User-Agent"},
		{"firewall, another reason", 403, "error code: 1020", rest.Credential, "1020", "firewall", "ask Devo"},
		{"firewall, too often", 429, "error code: 1015", rest.Temporary, "1015", "firewall", "wait some minutes"},
		{"no firewall", 403, "error code: none", rest.Credential, "", "error code: none", "Credentials API"},
		{"wrong path", 404, "<!DOCTYPE html><title>Error 404 Not Found</title>", rest.Failed, "", "Not Found", "--path-style v2"},
		{"wrong path without words", 404, "", rest.NotFound, "", "Not Found", "--path-style v2"},
		{"no such token", 404, envelope("7", "token not found"), rest.NotFound, "7", "token not found", "check the id"},
		{"limit", 429, envelope("9", "slow down"), rest.Temporary, "9", "slow down", "--rate"},
		{"gateway", 502, "<html>bad gateway", rest.Temporary, "", "Bad Gateway", "proxy"},
		{"login page", 403, "<html>sign in", rest.Credential, "", "Forbidden", "proxy"},
		{"other JSON", 400, `{"a":1}`, rest.Failed, "", "Bad Request", ""},
		{"list", 400, `["x"]`, rest.Failed, "", "Bad Request", ""},
		{"odd envelope", 400, `{"error":{"code":{},"message":[]},"msg":{}}`, rest.Failed, "", "Bad Request", ""},
		{"control characters", 400, envelope("1", `a\u001b[31m\u0007\nb`), rest.Failed, "1", "a[31m b", ""},
		{"echoes", 400, envelope("1", "token "+canaryToken+" and "+canarySecret), rest.Failed, "1", "token [redacted]", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, reply{status: test.status, body: test.body})
			_, err := client.Token("41").Do(t.Context())
			e := asError(t, err, test.kind)
			if e.Code != test.code || !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("code %q, message %q, hint %q; want %q, %q and %q in them", e.Code, e.Message, e.Hint, test.code, test.message, test.hint)
			}
			if e.Status != test.status || e.Call != "Token" || e.RequestID != testCID {
				t.Errorf("status %d, call %s, request id %q", e.Status, e.Call, e.RequestID)
			}
			if strings.ContainsFunc(e.Error()+e.Hint, unicode.IsControl) {
				t.Errorf("control characters in %q", e.Error())
			}
			if strings.Contains(e.Hint, "tail") {
				t.Errorf("the account has its tail, and the hint is %q", e.Hint)
			}
		})
	}
}

// TestHintsByConnection: what is said depends on path style, account and
// credential.
func TestHintsByConnection(t *testing.T) {
	signed := rest.Conn{Auth: HMAC("key", canarySecret, "", signedAt)}
	bearer := rest.Conn{Auth: rest.Bearer(canaryToken)}
	tests := []struct {
		name     string
		conn     rest.Conn
		settings Settings
		reply    reply
		hints    []string
	}{
		{"v2", bearer, Settings{testAccount, PathV2}, reply{status: 404, body: "<html>"}, []string{"--path-style ws"}},
		{"no tail, 404", bearer, Settings{Account: "my_domain"}, reply{status: 404, body: envelope("1", "x")}, []string{"check the id", "domain@multitenant"}},
		{"no tail, 400", bearer, Settings{Account: "my_domain"}, reply{status: 400, body: envelope("1", "x")}, []string{"domain@multitenant"}},
		{"no tail, HTML", bearer, Settings{Account: "my_domain"}, reply{status: 404, body: "<html>"}, []string{"--path-style v2", "domain@multitenant"}},
		{"signed, 404", signed, Settings{Account: testAccount}, reply{status: 404, body: envelope("1", "x")}, []string{"wrong signature", "clock"}},
		{"signed, 401", signed, Settings{Account: testAccount}, reply{status: 401, body: envelope("5", "token expired")}, []string{"not signed calls", "clock"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serveWith(t, test.conn, test.settings, test.reply)
			e, _ := do(client.Token("41")).(*rest.Error)
			for _, hint := range test.hints {
				if !strings.Contains(e.Hint, hint) {
					t.Errorf("hint %q, want %q in it", e.Hint, hint)
				}
			}
		})
	}
}

func TestErrorDetails(t *testing.T) {
	_, client := serve(t, reply{
		status: 500, body: `{"msg":"broken","cid":"in-body","object":["one",2,null,{"a":1}]}`, header: http.Header{"X-Devo-Cid": {""}},
	})
	e := asError(t, do(client.Token("41")), rest.Temporary)
	if diff := cmp.Diff([]rest.Field{{Message: "one"}, {Message: "2"}}, e.Fields); diff != "" {
		t.Error(diff)
	}
	if e.RequestID != "in-body" {
		t.Errorf("request id %q", e.RequestID)
	}
}

// TestGoneAfterRetry: what a deletion whose first answer was lost no longer finds
// is deleted.
func TestGoneAfterRetry(t *testing.T) {
	conn := rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}
	_, client := serveWith(t, conn, Settings{Account: testAccount}, reply{status: 503}, reply{status: 404, body: envelope("7", "gone")})
	if err := do(client.Delete("41")); err != nil {
		t.Error(err)
	}
}

// TestStoppedByTheFirewall: such a creation never reached the service; any other
// failure may come after it was made.
func TestStoppedByTheFirewall(t *testing.T) {
	for body, kind := range map[string]rest.Kind{"error code: 1016": rest.Temporary, `{"msg":"broken"}`: rest.Unknown} {
		_, client := serve(t, reply{status: 530, body: body})
		asError(t, do(client.Create(TokenCreate{Name: "a"})), kind)
	}
}

func TestLostCreation(t *testing.T) {
	_, client := serve(t, reply{status: 200, body: "{", cut: true})
	asError(t, do(client.Create(TokenCreate{Name: "a"})), rest.Unknown)
}

// TestReasonInAnyShape: whatever words a refusal has reach the person, and all of
// it the program that asks for JSON.
func TestReasonInAnyShape(t *testing.T) {
	for body, want := range testserver.Refusals(canaryToken) {
		_, client := serve(t, reply{status: 422, body: body})
		e := asError(t, do(client.Token("41")), rest.Failed)
		if !strings.Contains(e.Message, want) || len(e.Details) == 0 || strings.Contains(e.Message+string(e.Details), canaryToken) {
			t.Errorf("%s: %q, details %s", body, e.Message, e.Details)
		}
	}
}
