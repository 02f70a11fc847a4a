package devo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

func TestTokenIDs(t *testing.T) {
	_, client := serve(t, good("["+entry("7", "a")+","+entry("3", "b")+"]"), good("[]"), refusal(403, "no"))
	if ids, err := tokenIDs(t.Context(), client); err != nil || !slices.Equal(ids, []devotokens.ID{"7", "3"}) {
		t.Error(ids, err)
	}
	if ids, err := tokenIDs(t.Context(), client); err != nil || len(ids) != 0 {
		t.Error(ids, err)
	}
	_, err := tokenIDs(t.Context(), client)
	asError(t, err, rest.Credential)
}

func TestDetail(t *testing.T) {
	const mask = "tk.0a1b2c.9a17e"
	tests := []struct {
		name, value string
		reveal      bool
		want, raw   string
	}{
		{"hidden", canaryValue, false, "hidden (--reveal", `"[redacted]"`},
		{"revealed", canaryValue, true, canaryValue, `"` + canaryValue + `"`},
		{"masked", mask, false, "masked by Devo", `"` + mask + `"`},
		{"masked, to be revealed", mask, true, "masked by Devo", `"` + mask + `"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, good(withValue("42", test.value)))
			in := of("42")
			in.Reveal = test.reveal
			item, err := in.detail(t.Context(), client)
			if err != nil || item.Value.ID != "42" || !strings.HasPrefix(item.Value.Value, test.want) {
				t.Errorf("%+v %v", item.Value, err)
			}
			if raw := string(item.Raw); !strings.Contains(raw, `"zebra":`+test.raw) || !strings.Contains(raw, `"name":"ci"`) {
				t.Errorf("%s", raw)
			}
		})
	}
	_, client := serve(t, good(row), refusal(404, "gone"))
	in := of("41")
	in.Reveal = true
	if item, err := in.detail(t.Context(), client); err != nil || item.Value.Value != "" {
		t.Errorf("a token without a value: %+v %v", item.Value, err)
	}
	_, err := in.detail(t.Context(), client)
	asError(t, err, rest.NotFound)
}

func TestConfirm(t *testing.T) {
	_, client := serve(t, good(entry("41", "ci")))
	if err := confirmName(t.Context(), client, "41", "ci"); err != nil {
		t.Error(err)
	}
	if err := confirmActive(t.Context(), client, "41", true, false); err != nil {
		t.Error(err)
	}
	if e := asError(t, confirmName(t.Context(), client, "41", "new"), rest.Failed); !strings.Contains(e.Message, `token 41 is named "ci"`) {
		t.Error(e)
	}
	if e := asError(t, confirmActive(t.Context(), client, "41", false, false), rest.Failed); !strings.Contains(e.Message, "still enabled") {
		t.Error(e)
	}
	_, client = serve(t, good(`{"id":41,"active":false}`), refusal(404, "gone"))
	if e := asError(t, confirmActive(t.Context(), client, "41", true, false), rest.Failed); !strings.Contains(e.Message, "still disabled") {
		t.Error(e)
	}
	asError(t, confirmName(t.Context(), client, "41", "ci"), rest.NotFound)
	asError(t, confirmActive(t.Context(), client, "41", true, false), rest.NotFound)
}

// TestConfirmDisabled: the token in use cannot be read once it is disabled.
func TestConfirmDisabled(t *testing.T) {
	disabled, enabled, refused := good(`{"id":41,"active":false}`), good(`{"id":41,"active":true}`), refusal(401, "no")
	for _, test := range []struct {
		name        string
		active, own bool
		reply       reply
		fails       bool
	}{
		{"another, disabled", false, false, disabled, false},
		{"another, enabled", false, false, enabled, true},
		{"another, refused", false, false, refused, true},
		{"own, refused", false, true, refused, false},
		{"own, enabled", false, true, enabled, true},
		{"own, gone", false, true, refusal(404, "no"), true},
		{"own, enabling is refused", true, true, refused, true},
	} {
		_, client := serve(t, test.reply)
		if err := confirmActive(t.Context(), client, "41", test.active, test.own); (err != nil) != test.fails {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestBefore(t *testing.T) {
	_, client := serve(t, good(withValue("41", canaryToken)), good(withValue("41", canaryValue)), reply{status: 404})
	in := of("41")
	for _, want := range []bool{true, false} {
		if before, own, err := in.before(t.Context(), client); err != nil || own != want || !before.Active || before.ID != "41" {
			t.Errorf("%+v %v %v", before, own, err)
		}
	}
	_, _, err := in.before(t.Context(), client)
	asError(t, err, rest.NotFound)
}

// TestSwitch: what is so already is not sent.
func TestSwitch(t *testing.T) {
	for _, test := range []struct {
		active, wanted bool
		step, path     string
	}{
		{true, true, "", ""}, {false, false, "", ""}, {false, true, "enable 41", "PUT /41/enable"}, {true, false, "disable 41", "PUT /41/disable"},
	} {
		body := `{"id":41,"active":false}`
		if test.active {
			body = `{"id":41,"active":true}`
		}
		server, client := serve(t, good(body))
		in := of("41")
		steps, err := in.switchTo(t.Context(), client, test.wanted)
		if err != nil || (len(steps) == 0) != (test.step == "") {
			t.Fatalf("%+v: %v %v", test, steps, err)
		}
		if len(steps) == 0 {
			continue
		}
		if _, err := steps[0].Call.Send(t.Context()); err != nil || steps[0].Name != test.step || server.calls[len(server.calls)-1] != test.path {
			t.Errorf("%s: %v, calls %q", steps[0].Name, err, server.calls)
		}
		asError(t, steps[0].Verify(t.Context()), rest.Failed) // the server still shows what was before
	}
}

func TestKeepOwn(t *testing.T) {
	bearer := rest.Bearer(canaryToken)
	tail := canaryToken[len(canaryToken)-5:]
	tests := []struct {
		name   string
		auth   rest.Auth
		body   string
		reason string
	}{
		{"own", bearer, `{"id":1,"zebra":"` + canaryToken + `"}`, "this is the token"},
		{"own, stand-alone", devotokens.StandAloneToken(canaryToken), `{"id":1,"token":"` + canaryToken + `"}`, "this is the token"},
		{"masked alike", bearer, `{"id":1,"token":"tk.0a1b.` + tail + `"}`, "this may be the token"},
		{"masked otherwise", bearer, `{"id":1,"token":"tk.0a1b.00000"}`, ""},
		{"masked without a tail", bearer, `{"id":1,"token":"tk.0a1b."}`, ""},
		{"another", bearer, `{"id":1,"token":"` + canaryValue + `"}`, ""},
		{"no value", bearer, `{"id":1}`, ""},
		{"signed", devotokens.HMAC("key", canarySecret, "", func() time.Time { return time.UnixMilli(1) }), `{"id":1,"token":"key"}`, ""},
		{"no credential", nil, `{"id":1}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serveAs(t, test.auth, good(test.body))
			check, err := keepOwn((*oneToken).tokenID).Read(t.Context(), client, cli.Allowed{})
			if err != nil {
				t.Fatal(err)
			}
			in := of("1")
			for range 2 { // the answer stays so through a run
				err := check(t.Context(), &in)
				refused, ok := err.(*cli.RefusedError)
				if err != nil && !ok || ok != (test.reason != "") || ok && !strings.HasPrefix(refused.Message, test.reason) {
					t.Errorf("%T %v", err, err)
				}
			}
			for _, call := range server.calls {
				if call != "GET /1" {
					t.Errorf("the guard sent %s", call)
				}
			}
		})
	}
	// A guard that cannot look lets nothing pass.
	_, client := serve(t, refusal(404, "gone"), refusal(503, "later"))
	check, err := keepOwn((*oneToken).tokenID).Read(t.Context(), client, cli.Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	in := of("1")
	asError(t, check(t.Context(), &in), rest.NotFound)
	asError(t, check(t.Context(), &in), rest.Temporary)
}
