package devo

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestPlan(t *testing.T) {
	server, client := serve(t, good(row), good("["+row+","+entry("44", "other")+"]"))
	in := rotateIn{oneToken: of("41"), Name: "next"}
	plan, err := in.planned(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	want := rotation{
		old:         decode(t, row),
		replacement: devotokens.TokenCreate{Name: "next", User: "svc-ci@example.com", Audience: []string{"apiv2", "http"}, Scopes: []string{"table://my.app.web.access", "level://admin"}},
		before:      []devotokens.ID{"41", "44"},
	}
	if diff := cmp.Diff(want, plan, cmp.AllowUnexported(rotation{})); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(server.calls, []string{"GET /41", "GET "}) {
		t.Errorf("planning sent %q", server.calls)
	}
	for _, replies := range [][]reply{{refusal(404, "gone")}, {good(row), refusal(404, "gone")}} {
		_, client = serve(t, replies...)
		_, err = in.planned(t.Context(), client)
		asError(t, err, rest.NotFound)
	}
}

func TestReplacement(t *testing.T) {
	old := decode(t, row)
	want := devotokens.TokenCreate{Name: "ci ingest", User: "svc-ci@example.com", Audience: []string{"apiv2", "http"}, Scopes: []string{"table://my.app.web.access", "level://admin"}}
	if diff := cmp.Diff(want, replacement(old, "")); diff != "" {
		t.Error(diff)
	}
	if got := replacement(old, "next"); got.Name != "next" || got.User != old.User {
		t.Errorf("%+v", got)
	}
	replacement(old, "").Audience[0] = "changed"
	if old.Audience[0] != "apiv2" {
		t.Error("the replacement shares its list with the old token")
	}
}

func TestWarning(t *testing.T) {
	if text := (rotation{old: devotokens.Token{Active: true}}).warning(); text != "" {
		t.Errorf("%q", text)
	}
	old := decode(t, row)
	const expiry = "the old token's expiry, 2030-01-02T03:04:05Z, cannot be carried over: the new one expires when the service says"
	if text := (rotation{old: old}).warning(); text != expiry {
		t.Errorf("%q", text)
	}
	old.Active = false
	if text := (rotation{old: old}).warning(); text != expiry+"\nthe old token is disabled: the new one will be enabled" {
		t.Errorf("%q", text)
	}
}

func TestDifference(t *testing.T) {
	old := decode(t, row)
	fresh := old
	fresh.ID, fresh.Name, fresh.Audience, fresh.Scope = "42", "next", []string{"http", "apiv2"}, "level://admin table://my.app.web.access"
	fresh.User, fresh.Expiration = "SVC-ci@example.com", nil
	if lines := difference(old, fresh); lines != nil {
		t.Errorf("%q", lines)
	}
	other := devotokens.Token{User: "e\x1bve@example.com", Audience: []string{"http"}, Scope: "level://admin"}
	want := []string{
		`user: "eve@example.com", was "svc-ci@example.com"`,
		`audience: "http", was "apiv2 http"`,
		`scopes: "level://admin", was "level://admin table://my.app.web.access"`,
		`the new token is disabled`,
	}
	if diff := cmp.Diff(want, difference(old, other)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(fresh.Audience, []string{"http", "apiv2"}) {
		t.Error("comparing sorted the token's own list")
	}
}

func TestRotationCompletes(t *testing.T) {
	old := decode(t, row)
	plan := rotation{old: old, replacement: replacement(old, ""), before: []devotokens.ID{"41"}}
	fresh := strings.Replace(row, `"id":41`, `"id":42`, 1)
	valued := strings.TrimSuffix(fresh, "}") + `,"zebra":"` + canaryValue + `"}`
	tests := []struct {
		name, body    string
		message, hint string
	}{
		{"alike", valued, "", ""},
		{"no value", fresh, "does not show its value", "get 42 --reveal"},
		{"an audience short", strings.Replace(valued, "apiv2 http", "http", 1),
			`token 42 was created, but is not like the old one: audience: "http", was "apiv2 http"`, "unictl devo tokens delete 42"},
		{"disabled, of another user", strings.Replace(strings.Replace(valued, "true", "false", 1), "svc-ci@", "eve@", 1),
			`user: "eve@example.com", was "svc-ci@example.com"; the new token is disabled`, "unictl devo tokens disable 41"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, good("["+row+","+fresh+"]"), good(test.body))
			m, err := plan.complete(t.Context(), client, devotokens.Answer{})
			if m.id != "42" {
				t.Errorf("made %q", m.id)
			}
			if test.message == "" {
				if err != nil || m.value.Reveal() != canaryValue {
					t.Error(err)
				}
				return
			}
			if e := asError(t, err, rest.Failed); !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("%v, hint %q", e, e.Hint)
			}
		})
	}
	_, client := serve(t, reply{status: 502})
	_, err := plan.complete(t.Context(), client, devotokens.Answer{})
	asError(t, err, rest.Unknown)
}

// TestRetire: each failure names the new token, and none invites to do it all
// again.
func TestRetire(t *testing.T) {
	for _, deleteOld := range []bool{false, true} {
		in := &rotateIn{oneToken: of("41"), DeleteOld: deleteOld}
		server, client := serve(t, reply{status: 429}, reply{status: 502}, refusal(403, "no"), good("OK"), good(entry("41", "ci")))
		step := in.retire(client)
		in.made.id = "42" // known only when the call is sent
		_, err := step.Call.Send(t.Context())
		if e := asError(t, err, rest.Failed); e.Error() != "token 42 is there to replace it, but: Too Many Requests (HTTP 429)" {
			t.Error(e)
		}
		_, err = step.Call.Send(t.Context())
		asError(t, err, rest.Unknown)
		_, err = step.Call.Send(t.Context())
		if e := asError(t, err, rest.Credential); e.RequestID != testCID || !strings.HasSuffix(e.Error(), "but: no (code 1) (HTTP 403)") {
			t.Error(e, e.RequestID)
		}
		if answer, err := step.Call.Send(t.Context()); err != nil || string(answer) != `"OK"` {
			t.Errorf("%s %v", answer, err)
		}
		verb, call := "disable", "PUT /41/disable"
		if deleteOld {
			verb, call = "delete", "DELETE /41"
		}
		if step.Name != verb+" the old token 41" || !strings.Contains(step.GoOn, "`unictl devo tokens "+verb+" 41`") || server.calls[0] != call {
			t.Errorf("%q, %q, sent %q", step.Name, step.GoOn, server.calls)
		}
		if (step.Verify == nil) != deleteOld {
			t.Error("a disabled token is read back, a deleted one is not")
		}
		if step.Verify == nil {
			continue
		}
		if e := asError(t, step.Verify(t.Context()), rest.Failed); !strings.HasPrefix(e.Message, "token 42 is there to replace it, but: the service answered OK, but token 41 is still enabled") {
			t.Error(e)
		}
	}
	plain := errors.New("plain")
	if err := (made{}).halfway(plain); !errors.Is(err, plain) {
		t.Error(err)
	}
	if err := (made{}).halfway(nil); err != nil {
		t.Error(err)
	}
}

// What is left of a rotation that was interrupted follows from how far it came;
// no token is made for it.
func TestRecoveryOfRotation(t *testing.T) {
	list := good("[" + row + "," + entry("44", "other") + "," + entry("57", "ci ingest") + "]")
	disabled := good(strings.Replace(row, `"active":true`, `"active":false`, 1))
	fresh := strings.Replace(row, `"id":41`, `"id":57`, 1)
	valued := good(strings.Replace(fresh, "{", `{"zebra":"`+canaryValue+`",`, 1))
	for name, c := range map[string]struct {
		at      cli.Interrupted
		replies []reply
		want    string // the step that is left; "" = none
		value   string
		hints   []string // of the error
	}{
		"the second was sent":          {at: cli.Interrupted{Step: 2, Made: "57"}, replies: []reply{good(row)}, want: "disable the old token 41"},
		"it took effect":               {at: cli.Interrupted{Step: 2, Made: "57"}, replies: []reply{disabled}},
		"it was answered":              {at: cli.Interrupted{Step: 2, Made: "57", Answered: true}},
		"the old one is gone":          {at: cli.Interrupted{Step: 2, Made: "57", Gone: true}},
		"made, and its value kept":     {at: cli.Interrupted{Step: 1, Made: "57", Kept: true}, replies: []reply{good(row)}, want: "disable the old token 41"},
		"made, and its value is shown": {at: cli.Interrupted{Step: 1, Made: "57"}, replies: []reply{good(row), valued}, want: "disable the old token 41", value: canaryValue},
		"made, and its value is lost":  {at: cli.Interrupted{Step: 1, Made: "57"}, replies: []reply{good(row), good(fresh)}, hints: []string{"tokens get 57 --reveal", "tokens disable 41", "tokens delete 57"}},
		"perhaps made":                 {at: cli.Interrupted{Step: 1}, replies: []reply{good(row), list}, hints: []string{"57 ci ingest", "tokens disable 41"}},
		"not to be seen":               {at: cli.Interrupted{Step: 1}, replies: []reply{good(row), good("[" + row + "]")}, hints: []string{"tokens rotate 41 --value-file FILE"}},
	} {
		server, client := serve(t, append(c.replies, refusal(404, "gone"))...)
		in := rotateIn{oneToken: of("41")}
		steps, err := in.left(t.Context(), client, c.at)
		got := ""
		for _, step := range steps {
			got += step.Name
		}
		if got != c.want || in.made.value.Reveal() != c.value || (err != nil) != (c.hints != nil) || len(server.calls) != len(c.replies) {
			t.Errorf("%s: %q left, value %q, %v after %q", name, got, in.made.value.Reveal(), err, server.calls)
		}
		for _, part := range c.hints {
			if e, ok := errors.AsType[*rest.Error](err); !ok || !strings.Contains(e.Hint, part) {
				t.Errorf("%s: the hint of %v lacks %q", name, err, part)
			}
		}
	}
}
