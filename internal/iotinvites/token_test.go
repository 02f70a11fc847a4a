package iotinvites

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

const (
	canaryRefresh = "canary-refresh-MBPF81W9skIGhlY6"
	canaryID      = "canary-id-token-0123456789"
	canaryCode    = "canaryAct1"
)

// jwt is a token that names its end, with a canary for a signature.
func jwt(expires string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256"}`)) + "." + part([]byte(`{"sub":"u1","exp":`+expires+`}`)) + ".canary-signature"
}

func TestSignInAnswers(t *testing.T) {
	ms, s := jwt("1795387075355"), jwt("1795387075")
	for _, test := range []struct {
		name, body     string
		token, refresh string
		expires        Instant
	}{
		{"J", `{"token":"` + ms + `"}`, ms, "", instant(t, "2026-11-22T22:37:55.355Z", false)},
		{"K", `{"token":"` + s + `","refreshToken":"` + canaryRefresh + `","idToken":"` + canaryID + `"}`, s, canaryRefresh, instant(t, "2026-11-22T22:37:55Z", true)},
		{"refreshed", `{"jwt":"` + s + `","refreshToken":"` + canaryRefresh + `"}`, s, canaryRefresh, instant(t, "2026-11-22T22:37:55Z", true)},
		{"no JWT", `{"token":"opaque"}`, "opaque", "", Instant{}},
		{"a JWT of nonsense", `{"token":"a.b!.c"}`, "a.b!.c", "", Instant{}},
		{"a JWT of a text", `{"token":"a.IngiCg.c"}`, "a.IngiCg.c", "", Instant{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, ok(test.body))
			for _, call := range []rest.Call[SignedIn]{client.SignIn("a@b.example", canaryPassword), client.Refresh(canaryToken, canaryRefresh)} {
				got, err := call.Do(t.Context())
				if err != nil || got.Token.Reveal() != test.token || got.RefreshToken.Reveal() != test.refresh {
					t.Error(got, err)
				}
				if diff := cmp.Diff(test.expires, got.Expires, cmp.AllowUnexported(Instant{})); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// TestShortPassword: one that is too short to be masked wherever it appears is
// still not in the body that dry runs and traces show.
func TestShortPassword(t *testing.T) {
	_, client := serve(t, ok(`{}`))
	for _, call := range []rest.Prepared{client.SignIn("a@b.example", "pw9"), client.Refresh("pw9", "pw9")} {
		preview, err := json.Marshal(call.Preview())
		if err != nil || strings.Contains(string(preview), "pw9") {
			t.Errorf("%s %v", preview, err)
		}
	}
}

// TestUnusableSignIns: no part of an answer that is not understood shows, since
// it may be a token.
func TestUnusableSignIns(t *testing.T) {
	for _, body := range []string{"", "null", "{}", `{"token":""}`, `{"token":7}`, canaryID, `"` + canaryID + `"`, `{"token":"` + canaryID, `["` + canaryID + `"]`} {
		_, client := serve(t, ok(body))
		e := asError(t, do(client.SignIn("a@b.example", canaryPassword)), rest.Failed)
		if strings.Contains(e.Error()+fmt.Sprint(e.Err), canaryID) {
			t.Errorf("%q shows in %v", body, e)
		}
	}
}

// TestTokensDoNotShow prints and marshals a token every way there is.
func TestTokensDoNotShow(t *testing.T) {
	signed := SignedIn{Token: rest.NewSecret(canaryID), RefreshToken: rest.NewSecret(canaryRefresh)}
	marshalled, err := json.Marshal(signed)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(marshalled), signed.Token.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, signed.Token), fmt.Sprintf(verb, &signed.Token), fmt.Sprintf(verb, signed))
	}
	for _, text := range texts {
		if strings.Contains(text, "canary") || strings.Contains(text, fmt.Sprintf("%x", "canary")) || !strings.Contains(text, "[redacted]") {
			t.Errorf("shown as %s", text)
		}
	}
}

func secretsShownIn(text string) (found []string) {
	for _, secret := range []string{canaryToken, canaryPassword, canaryRefresh, canaryID, canaryCode, "canary-signature"} {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	return found
}

// TestSecretsStayInside lets the service echo every secret in errors and texts,
// and looks at traces, previews, answers and the account as well.
func TestSecretsStayInside(t *testing.T) {
	var trace bytes.Buffer
	token := jwt("1795387075")
	echo := strings.Join([]string{canaryToken, canaryPassword, canaryRefresh, canaryID, canaryCode, token}, " ")
	account := `{"id":"` + testAccount + `","name":"Plant North","activation_code":"` + canaryCode + `","activation_code_expire_date":1795387075355}`
	server := &script{answers: []answer{
		ok(`{"token":"` + token + `","refreshToken":"` + canaryRefresh + `","idToken":"` + canaryID + `"}`), ok(account),
		{status: 400, body: `{"code":400,"message":"` + echo + `","errors":["` + echo + `"]}`}, text(500, echo), text(200, echo),
	}}
	_, client := serveWith(t, server, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, testAccount)
	signIn, refresh := client.SignIn("a@b.example", canaryPassword), client.Refresh(canaryToken, canaryRefresh)
	signed, err := signIn.Send(t.Context())
	if err != nil || !strings.Contains(string(signed), "[redacted]") {
		t.Fatal(string(signed), err)
	}
	read, err := client.Account(testAccount).Send(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	previews, err := json.Marshal([]rest.Preview{signIn.Preview(), refresh.Preview(), client.Delete("a@b.example").Preview()})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{string(signed), string(read), string(previews)}
	for range 3 {
		e, _ := client.Me().Do(t.Context())
		_, err := client.Me().Do(t.Context())
		shown = append(shown, fmt.Sprintf("%+v %v %+v", e, err, err))
	}
	shown = append(shown, trace.String())
	for _, text := range shown {
		if found := secretsShownIn(text); len(found) > 0 {
			t.Errorf("%q show in %s", found, text)
		}
	}
	if !strings.Contains(trace.String(), "Plant North") {
		t.Error("the trace shows nothing of the answers")
	}
}
