package ixon

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

const canarySecret = "canary-secret-id-0123456789abcde"

func signInAnswer() answer {
	return answer{status: 201, body: `{"type":"AccessTokenCreateResponse","status":"success","data":{"publicId":"t1","expiresOn":"2026-06-01T10:00:00Z",` +
		`"secretId":"` + canarySecret + `","user":{"publicId":"u1","name":"Ada","emailAddress":"ada@example.com"}}}`}
}

func TestSignIn(t *testing.T) {
	server, client := serve(t, signInAnswer())
	yes := true
	create := AccessTokenCreate{
		ExpiresIn: 3600, TrustedDeviceName: "ci", DeviceIdentifier: "uuid-1",
		Scope: TokenScope{Type: "allow", Rels: []TokenScopeRel{{Rel: "UserList", Get: &yes}}},
	}
	token, err := client.SignIn("ada@example.com", "864209", canaryPassword, create).Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if token.SecretID.Reveal() != canarySecret || token.User.Name != "Ada" || !token.ExpiresOn.Equal(time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", token)
	}
	got := server.last(t)
	got.header = relevant(got.header)
	want := seen{
		method: "POST", uri: "/api/access-tokens" + fields(SignInFields),
		body: `{"expiresIn":3600,"trustedDeviceName":"ci","scope":{"type":"allow","rels":[{"rel":"UserList","get":true}]}}`,
		header: map[string][]string{
			"Api-Version": {"2"}, "Api-Application": {testApplication}, "Api-Device-Identifier": {"uuid-1"},
			"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("ada@example.com:864209:"+canaryPassword))},
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
		t.Error(diff)
	}
}

func TestSignInWithoutOneTimePassword(t *testing.T) {
	server, client := serveWith(t, rest.Conn{}, Settings{Application: testApplication}, signInAnswer())
	if err := do(client.SignIn("ada@example.com", "", "pw", AccessTokenCreate{ExpiresIn: minExpiresIn})); err != nil {
		t.Fatal(err)
	}
	got := server.last(t)
	if want := "Basic " + base64.StdEncoding.EncodeToString([]byte("ada@example.com::pw")); got.header.Get("Authorization") != want {
		t.Errorf("sent %q", got.header.Get("Authorization"))
	}
	if got.body != `{"expiresIn":60}` || got.header.Get("Api-Device-Identifier") != "" {
		t.Errorf("sent %q with %v", got.body, got.header)
	}
}

func TestAnswersWithoutTheirToken(t *testing.T) {
	_, client := serve(t, success(`{"publicId":"t1"}`))
	asError(t, do(client.SignIn("a@b.example", "", "pw", AccessTokenCreate{})), rest.Failed)
	asError(t, do(client.CreateServiceAccount("ci")), rest.Unknown)
}

func TestServiceAccountToken(t *testing.T) {
	created := success(`[{"publicId":"s1","apiApplication":{"publicId":"a1"},"token":"` + canarySecret + `"}]`)
	_, client := serve(t, created, answer{status: 400, body: entry("token "+canarySecret, "x")})
	account, err := client.CreateServiceAccount("ci").Do(t.Context())
	if err != nil || account.PublicID != "s1" || account.APIApplication.PublicID != "a1" || account.Token.Reveal() != canarySecret {
		t.Error(account, err)
	}
	if e := asError(t, do(client.Me()), rest.Failed); strings.Contains(e.Error()+e.Fields[0].Message, canarySecret) {
		t.Errorf("the new token shows in %v", e)
	}
}

// TestTokensDoNotShow prints and marshals a token every way there is.
func TestTokensDoNotShow(t *testing.T) {
	var token AccessToken
	if err := json.Unmarshal([]byte(`{"secretId":"`+canarySecret+`"}`), &token); err != nil {
		t.Fatal(err)
	}
	marshalled, err := json.Marshal(token)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(marshalled), token.SecretID.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, token.SecretID), fmt.Sprintf(verb, &token.SecretID), fmt.Sprintf(verb, token))
	}
	for _, text := range texts {
		if strings.Contains(text, canarySecret) || strings.Contains(text, fmt.Sprintf("%x", canarySecret)) || !strings.Contains(text, "[redacted]") {
			t.Errorf("shown as %s", text)
		}
	}
}

// TestSecretsStayInside lets the service echo every secret in errors, and looks
// at the trace and the previews as well.
func TestSecretsStayInside(t *testing.T) {
	var trace bytes.Buffer
	basic := base64.StdEncoding.EncodeToString([]byte("ada@example.com:864209:" + canaryPassword))
	echo := strings.Join([]string{canaryToken, canaryPassword, basic, canarySecret}, " ")
	refused := answer{status: 400, body: entry(echo, "x")}
	_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, Settings{Application: testApplication, Company: testCompany},
		signInAnswer(), refused, answer{status: 200, body: echo})
	signIn := client.SignIn("ada@example.com", "864209", canaryPassword, AccessTokenCreate{ExpiresIn: 60})
	if err := do(signIn); err != nil {
		t.Fatal(err)
	}
	preview, err := json.Marshal([]rest.Preview{signIn.Preview(), client.RemoveUser("u1").Preview()})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{string(preview)}
	for range 2 {
		_, err := client.Me().Do(context.Background())
		e := asError(t, err, rest.Failed)
		shown = append(shown, e.Error(), e.Hint)
		for _, field := range e.Fields {
			shown = append(shown, field.Name, field.Message)
		}
	}
	shown = append(shown, trace.String())
	for _, text := range shown {
		for _, secret := range []string{canaryToken, canaryPassword, basic, canarySecret} {
			if strings.Contains(text, secret) {
				t.Errorf("a secret shows in %s", text)
			}
		}
	}
	if !strings.Contains(trace.String(), "ada@example.com") {
		t.Error("the trace shows nothing of the answer")
	}
}

func TestReadOnlyScope(t *testing.T) {
	_, client := serve(t, success(`[{"rel":"UserList","href":"a","methods":["DELETE","GET","POST"]},{"rel":"Invite","href":"b","methods":["DELETE"]},`+
		`{"rel":"AgentList","href":"c","methods":["GET"]},{"rel":"UserList","href":"d","methods":["GET"]},{"rel":"","href":"e","methods":["GET"]}]`))
	scope, err := client.ReadOnlyScope().Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(scope)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"type":"allow","rels":[{"rel":"AgentList","get":true},{"rel":"UserList","get":true}]}`; string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestReadOnlyScopeOfNothing: an empty list would make a token for nothing.
func TestReadOnlyScopeOfNothing(t *testing.T) {
	for _, data := range []string{`[]`, `[{"rel":"Invite","href":"b","methods":["DELETE"]}]`} {
		_, client := serve(t, success(data))
		if _, err := client.ReadOnlyScope().Do(t.Context()); !strings.Contains(asError(t, err, rest.Failed).Error(), "nothing that can be read") {
			t.Error(err)
		}
	}
	_, client := serve(t, answer{status: 502, body: "<html>"})
	asError(t, do(client.ReadOnlyScope()), rest.Temporary)
}

func TestExpiresIn(t *testing.T) {
	for life, want := range map[time.Duration]int{
		time.Minute: 60, 90*time.Second + time.Millisecond: 90, 60 * 24 * time.Hour: 5184000,
		time.Minute - 1: 0, 60*24*time.Hour + 1: 0, 0: 0, -time.Hour: 0,
	} {
		got, err := ExpiresIn(life)
		if got != want || (err == nil) != (want != 0) {
			t.Errorf("%v: %d, %v", life, got, err)
		}
		if err != nil {
			asError(t, err, rest.BadInput)
		}
	}
}

// TestSignInPreview: a dry run shows what is asked for, and no secret.
func TestSignInPreview(t *testing.T) {
	_, client := serve(t, success(`{}`))
	yes := true
	preview := client.SignIn("ada@example.com", "864209", canaryPassword, AccessTokenCreate{ExpiresIn: 60, Scope: TokenScope{Type: "allow", Rels: []TokenScopeRel{{Rel: "UserList", Get: &yes}}}}).Preview()
	if want := `{"expiresIn":60,"scope":{"type":"allow","rels":[{"rel":"UserList","get":true}]}}`; string(preview.Body) != want {
		t.Errorf("body %s", preview.Body)
	}
	if preview.Headers["Authorization"] != "[redacted]" {
		t.Errorf("headers %v", preview.Headers)
	}
}

func TestTrustedDeviceOperations(t *testing.T) {
	run(t, []operationTest{
		{"TrustedDevices", func(ctx context.Context, c *Client) error { return items(c.TrustedDevices(ctx)) }, "VAT", "GET", "/api/trusted-devices" + fields(TrustedDeviceFields) + paging, "", `[]`},
		{"RevokeTrustedDevice", func(_ context.Context, c *Client) error { return do(c.RevokeTrustedDevice("d/1")) }, "VAT", "DELETE", "/api/trusted-devices/d%2F1", "", `null`},
		{"ReadOnlyScope", func(_ context.Context, c *Client) error { return do(c.ReadOnlyScope()) }, "V", "GET", "/api/", "", `[{"rel":"UserList","href":"h","methods":["GET"]}]`},
	})
}

func TestTrustedDevices(t *testing.T) {
	_, client := serve(t, success(`{"publicId":"d1","name":"ada's desk","user":{"publicId":"u1"},"userAgent":null,"isCurrent":true,`+
		`"createdOn":"2026-01-02T03:04:05Z","createdOnGeoLocation":{"country":"NL","city":"Rotterdam"},"lastLogin":null,"lastLoginGeoLocation":null}`))
	got, err := drain(client.TrustedDevices(t.Context()))
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	made := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	want := TrustedDevice{PublicID: "d1", Name: "ada's desk", User: To("u1"), IsCurrent: true, CreatedOn: &made,
		CreatedOnGeoLocation: TokenLocation{Country: "NL", City: "Rotterdam"}}
	if diff := cmp.Diff(want, got[0].Value); diff != "" {
		t.Error(diff)
	}
	_, client = serve(t, success(`[{"name":"no id"}]`))
	if _, err := drain(client.TrustedDevices(t.Context())); err == nil {
		t.Error("a row without publicId is taken for a device")
	}
}

func TestRevokeTrustedDeviceIsRepeated(t *testing.T) {
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}, Settings{Application: testApplication}, answer{status: 502}, success(`null`))
	if err := do(client.RevokeTrustedDevice("d1")); err != nil || len(server.calls) != 2 {
		t.Errorf("%d calls, %v", len(server.calls), err)
	}
	_, client = serve(t, success(`null`))
	asError(t, do(client.RevokeTrustedDevice("")), rest.BadInput)
}

func TestNewDeviceID(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := NewDeviceID()
		if seen[id] || !uuid.MatchString(id) {
			t.Fatalf("%q, seen %v", id, seen[id])
		}
		seen[id] = true
	}
}

// TestDeviceIdentifierStaysInside: it stands in for the second factor, so it is
// sent with the sign-in alone and shown nowhere.
func TestDeviceIdentifierStaysInside(t *testing.T) {
	var trace strings.Builder
	device := NewDeviceID()
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, Settings{Application: testApplication},
		answer{status: 401, body: entry("Two Factor Authentication required for "+device, "")}, success(`{}`))
	signIn := client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60, TrustedDeviceName: "desk", DeviceIdentifier: device})
	e := asError(t, do(signIn), rest.Credential)
	preview := signIn.Preview()
	if err := do(client.Me()); err != nil {
		t.Fatal(err)
	}
	if server.calls[0].header.Get("Api-Device-Identifier") != device || server.last(t).header.Get("Api-Device-Identifier") != "" {
		t.Error("the identifier belongs to the sign-in, and to no other call")
	}
	for _, text := range []string{e.Error(), e.Fields[0].Message, trace.String(), string(preview.Body), preview.Headers["Api-Device-Identifier"]} {
		if strings.Contains(text, device) {
			t.Errorf("the identifier shows in %s", text)
		}
	}
}
