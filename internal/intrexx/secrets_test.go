package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// secretCalls are the calls that send a secret.
func secretCalls() map[string]func(*Client) rest.Prepared {
	return map[string]func(*Client) rest.Prepared{
		"sign-in": func(c *Client) rest.Prepared { return c.SignIn("iaa-admin", canaryPassword) },
		"mobile key": func(c *Client) rest.Prepared {
			return c.UpdateMobileKey(json.RawMessage(`{"k":"` + canaryMobile + `"}`))
		},
		"licence":        func(c *Client) rest.Prepared { return c.AddLicense(canaryLicense, 0) },
		"licence's path": func(c *Client) rest.Prepared { return c.DeleteLicense(canaryLicense) },
		"short licence":  func(c *Client) rest.Prepared { return c.ExtendTrial(json.RawMessage(`{"v":["pw1"]}`)) },
		"trial":          func(c *Client) rest.Prepared { return c.ExtendTrial(json.RawMessage(`{"v":"` + canaryLicense + `"}`)) },
		"API's licence":  func(c *Client) rest.Prepared { return c.ActivateAPI(json.RawMessage(`"` + canaryLicense + `"`)) },
	}
}

// TestSecretsStayInside lets the server echo the secret of each call in an
// error, as JSON and as text, and looks at errors, previews and the trace.
func TestSecretsStayInside(t *testing.T) {
	for name, made := range secretCalls() {
		t.Run(name, func(t *testing.T) {
			var trace bytes.Buffer
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, testPortal, ok(""))
			call := made(client)
			preview, err := json.Marshal(call.Preview())
			if err != nil {
				t.Fatal(err)
			}
			if withoutCanary(t, string(preview)); strings.Contains(string(preview), "pw1") {
				t.Errorf("a short password shows in %s", preview)
			}
			if _, err := call.Send(t.Context()); err != nil && name != "sign-in" {
				t.Fatal(err)
			}
			sent := server.last(t)
			echo := sent.body + " " + sent.uri + " " + sent.header.Get("Authorization")
			inJSON, err := json.Marshal(map[string]any{"message": echo, "name": echo, "other": echo})
			if err != nil {
				t.Fatal(err)
			}
			for _, body := range []string{string(inJSON), echo} {
				server.replies = append(server.replies, reply{status: 400, body: body})
				_, err = call.Send(t.Context())
				e, isError := errors.AsType[*rest.Error](err)
				if !isError {
					t.Fatal(err)
				}
				withoutCanary(t, fmt.Sprintf("%s %s %s %v", e.Message, e.Hint, e.URL, e.Err))
			}
			if withoutCanary(t, trace.String()); !strings.Contains(trace.String(), "< 400") {
				t.Errorf("the trace shows nothing of the answers: %s", trace.String())
			}
		})
	}
}

func TestMobileKeyStaysInside(t *testing.T) {
	var trace bytes.Buffer
	_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, testPortal,
		ok(`{"k":"`+canaryMobile+`"}`), reply{status: 400, body: `{"message":"` + canaryMobile + `"}`})
	item, err := client.MobileKey().Do(t.Context())
	if err != nil || !strings.Contains(string(item.Raw), canaryMobile) {
		t.Fatal(item, err)
	}
	asError(t, do(client.User("6")), rest.Failed)
	withoutCanary(t, trace.String())
}

// TestTokenStaysInside: neither a trace nor a later error shows a new token.
func TestTokenStaysInside(t *testing.T) {
	for _, body := range []string{canaryMobile, `"` + canaryMobile + `"`, `{"token":"` + canaryMobile + `","name":"` + canaryMobile + `x"}`} {
		var trace bytes.Buffer
		_, client := serveWith(t, rest.Conn{Auth: rest.Bearer("x"), Trace: &trace}, testPortal, ok(body), reply{status: 400, body: `{"error":"` + canaryMobile + `"}`})
		token, err := client.SignIn("a", canaryPassword).Do(t.Context())
		if err != nil || token.Value.Reveal() != canaryMobile {
			t.Fatal(token, err)
		}
		withoutCanary(t, fmt.Sprintf("%v %+v %#v", token, token, token))
		asError(t, do(client.User("6")), rest.Failed)
		if !strings.Contains(body, "name") {
			withoutCanary(t, trace.String())
		}
	}
}

// TestHiddenTexts: names, numbers and the rest of a body that holds a key may be
// seen.
func TestHiddenTexts(t *testing.T) {
	_, client := serve(t, ok(""))
	body := `{"a":{"CANARY1":["` + canaryLicense + `",{"b":true}],"n":12345678,"a":"` + canaryMobile + `","a":null},"e":""}`
	preview := client.ActivateAPI(json.RawMessage(body)).Preview()
	if got, want := string(preview.Body), `{"a":{"CANARY1":["[redacted]",{"b":true}],"n":12345678,"a":"[redacted]","a":null},"e":""}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	preview = client.AddLicense(canaryLicense, 3).Preview()
	if got, want := string(preview.Body), `{"key":"[redacted]","count":3}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, body := range []string{`{"k":"abc"}`, `{"k":`} { // which cannot be masked
		preview = client.ActivateAPI(json.RawMessage(body)).Preview()
		if got := string(preview.Body); got != `"[redacted]"` {
			t.Errorf("%s shows as %s", body, got)
		}
	}
	preview = client.DeleteLicense(canaryLicense).Preview()
	if !strings.HasSuffix(preview.URL, "/test01/licenses/[redacted]") {
		t.Error(preview.URL)
	}
}
