package devotokens

import (
	"slices"
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestTwin(t *testing.T) {
	old := decode(t, row)
	want := TokenCreate{"ci ingest", "svc-ci@example.com", []string{"apiv2", "http"}, []string{"table://my.app.web.access", "level://admin"}}
	if diff := cmp.Diff(want, Twin(old, "")); diff != "" {
		t.Error(diff)
	}
	if got := Twin(old, "next"); got.Name != "next" || got.User != old.User {
		t.Errorf("%+v", got)
	}
	Twin(old, "").Audience[0] = "changed"
	if old.Audience[0] != "apiv2" {
		t.Error("the twin shares its list with the old token")
	}
}

func TestDescribeExpiry(t *testing.T) {
	if text := DescribeExpiry(Token{}); text != "" {
		t.Errorf("%q", text)
	}
	if text := DescribeExpiry(decode(t, row)); !strings.Contains(text, "2030-01-02T03:04:05Z") || !strings.Contains(text, "cannot be carried over") {
		t.Errorf("%q", text)
	}
}

func TestDescribeDifference(t *testing.T) {
	old := decode(t, row)
	twin := old
	twin.ID, twin.Name, twin.Audience, twin.Scope = "42", "next", []string{"http", "apiv2"}, "level://admin table://my.app.web.access"
	if text := DescribeDifference(old, twin); text != "" {
		t.Errorf("%q", text)
	}
	other := Token{User: "e\x1bve@example.com", Audience: []string{"http"}, Scope: "level://admin"}
	want := `user: "eve@example.com", was "svc-ci@example.com"
audience: "http", was "apiv2 http"
scopes: "level://admin", was "level://admin table://my.app.web.access"
expires: never, was 2030-01-02T03:04:05Z
the new token is disabled`
	if diff := cmp.Diff(want, DescribeDifference(old, other)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(twin.Audience, []string{"http", "apiv2"}) {
		t.Error("describing sorted the token's own list")
	}
}

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
