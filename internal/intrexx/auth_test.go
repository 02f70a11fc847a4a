package intrexx

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

// jwt is a token that says this of itself.
func jwt(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256"}`)) + "." + encode([]byte(payload)) + ".c2lnbmF0dXJl"
}

func TestSignIn(t *testing.T) {
	end := time.Now().Add(40 * time.Minute).Truncate(time.Second).UTC()
	value := jwt(fmt.Sprintf(`{"sub":"iaa-admin","exp":%d}`, end.Unix()))
	_, client := serveWith(t, rest.Conn{}, "", reply{status: 200, body: value, header: http.Header{"Content-Type": {"text/plain"}}})
	call := client.SignIn("iaa-admin", canaryPassword)
	token, err := call.Do(t.Context())
	if err != nil || token.Value.Reveal() != value || !token.Expires.Equal(end) {
		t.Fatal(token, err)
	}
	if shown := string(call.Preview().Body); shown != `"[redacted]"` {
		t.Errorf("a dry run shows %s", shown)
	}
	raw, err := call.Send(t.Context())
	if err != nil || strings.Contains(string(raw), value) || !strings.Contains(string(raw), "[redacted]") {
		t.Errorf("what a journal keeps: %s %v", raw, err)
	}
}

func TestReadToken(t *testing.T) {
	tests := []struct {
		name, body, want string // "" = refused
	}{
		{"bare", "abc.def.ghi", "abc.def.ghi"},
		{"blanks around", " \r\nabc\n", "abc"},
		{"quoted", ` "abc" `, "abc"},
		{"quoted with blanks", `" abc\n"`, "abc"},
		{"token", `{"expires":3600,"token":"abc"}`, "abc"},
		{"access_token", `{"access_token":"abc","token_type":"bearer"}`, "abc"},
		{"both", `{"access_token":"abc","token":"def"}`, "def"},
		{"empty", "", ""},
		{"blanks", " \n", ""},
		{"quoted nothing", `""`, ""},
		{"no token in it", `{"jwt":"abc"}`, ""},
		{"token that is no text", `{"token":{"value":"abc"}}`, ""},
		{"list", `["abc"]`, ""},
		{"broken JSON", `{"token":"abc"`, ""},
		{"broken quotes", `"abc`, ""},
		{"two lines", "abc\ndef", ""},
		{"quoted lines", `"abc\ndef"`, ""},
		{"sentence", "Login was successful", ""},
		{"other characters", "abcä", ""},
		{"control character", "abc\x00", ""},
		{"HTML", "<!DOCTYPE html><title>Sign in</title>", ""},
		{"null", `{"token":null}`, ""},
	}
	for _, test := range tests {
		got, err := readToken([]byte(test.body))
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q %v, want %q", test.name, got, err, test.want)
		}
	}
}

func TestExpiry(t *testing.T) {
	now := time.Date(2026, 5, 4, 3, 2, 1, 999, time.FixedZone("", 3600))
	hour := now.Add(time.Hour).UTC().Truncate(time.Second)
	soon := now.Add(20 * time.Minute).UTC().Truncate(time.Second)
	tests := []struct {
		name, token string
		want        time.Time
	}{
		{"of the token", jwt(fmt.Sprintf(`{"exp":%d}`, soon.Unix())), soon},
		{"with a fraction", jwt(fmt.Sprintf(`{"exp":%d.75}`, soon.Unix())), soon},
		{"padded", strings.Replace(jwt(fmt.Sprintf(`{"exp":%d}`, soon.Unix())), ".c2", "=.c2", 1), soon},
		{"passed: a clock is wrong", jwt(`{"exp":1000}`), hour},
		{"milliseconds", jwt(fmt.Sprintf(`{"exp":%d000}`, soon.Unix())), hour},
		{"in three thousand years", jwt(`{"exp":100000000000}`), hour},
		{"huge", jwt(`{"exp":1e300}`), hour},
		{"negative", jwt(`{"exp":-1}`), hour},
		{"text", jwt(`{"exp":"soon"}`), hour},
		{"none", jwt(`{}`), hour},
		{"null payload", jwt(`null`), hour},
		{"no JWT", "abc", hour},
		{"two parts", "abc.def", hour},
		{"not base64", "a.!!!.c", hour},
		{"not JSON", "a." + base64.RawURLEncoding.EncodeToString([]byte("exp")) + ".c", hour},
	}
	for _, test := range tests {
		got := expiry(test.token, now)
		if !got.Equal(test.want) || got.Location() != time.UTC {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if _, err := json.Marshal(got); err != nil {
			t.Error(err)
		}
	}
}

func TestSignInRefused(t *testing.T) {
	wait := http.Header{"Retry-After": {"90"}}
	tests := []struct {
		name          string
		reply         reply
		kind          rest.Kind
		message, hint string
		wait          time.Duration
	}{
		{"wrong password", reply{status: 401}, rest.Credential, "Unauthorized", "check the user name and the password", 0},
		{"forbidden", reply{status: 403, body: `{"error":"wrong credentials"}`}, rest.Credential, "wrong credentials", "check the user name and the password", 0},
		{"too many", reply{status: 429}, rest.Temporary, "too many sign-ins from this address: the server allows 50", "wait some minutes", 0},
		{"too many until", reply{status: 429, header: wait}, rest.Temporary, "too many sign-ins", "1m30s", 90 * time.Second},
		{"not here", reply{status: 404, body: "<html>nope"}, rest.Failed, "Not Found", "there is no Administration API at this URL", 0},
		{"page", ok("<html><title>Sign in</title>"), rest.Failed, "gave no token: a web page", "4242", 0},
		{"empty", ok(""), rest.Failed, "gave no token: it is empty", "4242", 0},
		{"several lines", ok("OK\n" + canaryMobile), rest.Failed, "gave no token: it has blanks, several lines", "4242", 0},
		{"other JSON", ok(`{"jwt":"` + canaryMobile + `"}`), rest.Failed, "gave no token: it names none", "4242", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveWith(t, rest.Conn{Retries: 3, Timeout: time.Minute}, "", test.reply)
			e := asError(t, do(client.SignIn("iaa-admin", canaryPassword)), test.kind)
			if !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) || e.RetryAfter != test.wait {
				t.Errorf("%q, %q, %s", e.Message, e.Hint, e.RetryAfter)
			}
			if len(server.calls) != 1 {
				t.Errorf("%d sign-ins", len(server.calls))
			}
			raw, _ := client.SignIn("iaa-admin", canaryPassword).Send(t.Context())
			withoutCanary(t, string(raw))
		})
	}
}
