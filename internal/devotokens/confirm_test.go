package devotokens

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestConfirm(t *testing.T) {
	_, client := serve(t, answer200(entry("41", "ci")))
	if err := client.ConfirmName(t.Context(), "41", "ci"); err != nil {
		t.Error(err)
	}
	if err := client.ConfirmActive(t.Context(), "41", true); err != nil {
		t.Error(err)
	}
	if e := asError(t, client.ConfirmName(t.Context(), "41", "new"), rest.Failed); !strings.Contains(e.Message, `token 41 is named "ci"`) {
		t.Error(e)
	}
	if e := asError(t, client.ConfirmActive(t.Context(), "41", false), rest.Failed); !strings.Contains(e.Message, "still enabled") {
		t.Error(e)
	}
	_, client = serve(t, reply{status: 404, body: envelope("1", "gone")})
	asError(t, client.ConfirmName(t.Context(), "41", "ci"), rest.NotFound)
	asError(t, client.ConfirmActive(t.Context(), "41", true), rest.NotFound)
}

func TestLockout(t *testing.T) {
	bearer := rest.Bearer(canaryToken)
	tail := canaryToken[len(canaryToken)-5:]
	tests := []struct {
		name   string
		auth   rest.Auth
		body   string
		reason string
	}{
		{"own", bearer, `{"id":1,"zebra":"` + canaryToken + `"}`, "this is the token"},
		{"own, stand-alone", StandAloneToken(canaryToken), `{"id":1,"token":"` + canaryToken + `"}`, "this is the token"},
		{"masked alike", bearer, `{"id":1,"token":"tk.0a1b.` + tail + `"}`, "this may be the token"},
		{"masked otherwise", bearer, `{"id":1,"token":"tk.0a1b.00000"}`, ""},
		{"masked without a tail", bearer, `{"id":1,"token":"tk.0a1b."}`, ""},
		{"another", bearer, `{"id":1,"token":"` + canaryValue + `"}`, ""},
		{"no value", bearer, `{"id":1}`, ""},
		{"signed", HMAC("key", canarySecret, "", signedAt), `{"id":1,"token":"key"}`, ""},
		{"no credential", nil, `{"id":1}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serveWith(t, rest.Conn{Auth: test.auth}, Settings{Account: testAccount}, answer200(test.body))
			reason, err := client.Lockout(t.Context(), "1")
			if err != nil || (reason == "") != (test.reason == "") || !strings.HasPrefix(reason, test.reason) {
				t.Errorf("%q %v", reason, err)
			}
		})
	}
	_, client := serve(t, reply{status: 404, body: envelope("1", "gone")})
	_, err := client.Lockout(t.Context(), "1")
	asError(t, err, rest.NotFound)
}
