package ixon

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
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
		Scope: &TokenScope{Type: "allow", Rels: []TokenScopeRel{{Rel: "UserList", Get: &yes}}},
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
	if err := do(client.SignIn("ada@example.com", "", "pw", AccessTokenCreate{ExpiresIn: MinExpiresIn})); err != nil {
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
	asError(t, do(client.SignIn("a@b.example", "", "pw", AccessTokenCreate{})), rest.Unknown)
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
