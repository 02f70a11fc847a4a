package devotokens

import (
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestPlanRotation(t *testing.T) {
	server, client := serve(t, answer200(row), answer200("["+row+","+entry("44", "other")+"]"))
	plan, err := client.PlanRotation(t.Context(), "41", "next")
	if err != nil {
		t.Fatal(err)
	}
	want := Rotation{
		Old:    Standing{Token: decode(t, row)},
		Twin:   TokenCreate{"next", "svc-ci@example.com", []string{"apiv2", "http"}, []string{"table://my.app.web.access", "level://admin"}},
		Before: []ID{"41", "44"},
	}
	if diff := cmp.Diff(want, plan); diff != "" {
		t.Error(diff)
	}
	for _, call := range server.calls {
		if call.method != "GET" {
			t.Errorf("planning sent %s", call.method)
		}
	}
	for _, replies := range [][]reply{{{status: 404, body: envelope("7", "gone")}}, {answer200(row), {status: 404, body: envelope("7", "gone")}}} {
		_, client = serve(t, replies...)
		_, err = client.PlanRotation(t.Context(), "41", "")
		asError(t, err, rest.NotFound)
	}
}

func TestRotationWarning(t *testing.T) {
	forever := Token{Active: true}
	if text := (Rotation{Old: Standing{Token: forever}}).Warning(); text != "" {
		t.Errorf("%q", text)
	}
	old := decode(t, row)
	if text := (Rotation{Old: Standing{Token: old}}).Warning(); text != DescribeExpiry(old) || text == "" {
		t.Errorf("%q", text)
	}
	old.Active = false
	text := (Rotation{Old: Standing{Token: old}}).Warning()
	if lines := strings.Split(text, "\n"); len(lines) != 2 || !strings.Contains(lines[1], "the new one will be enabled") {
		t.Errorf("%q", text)
	}
}

func TestRotationCompletes(t *testing.T) {
	old := decode(t, row)
	plan := Rotation{Old: Standing{Token: old}, Twin: Twin(old, ""), Before: []ID{"41"}}
	twin := strings.Replace(row, `"id":41`, `"id":42`, 1)
	valued := strings.TrimSuffix(twin, "}") + `,"zebra":"` + canaryValue + `"}`
	tests := []struct {
		name, body    string
		kind          rest.Kind
		message, hint string
	}{
		{"alike", valued, 0, "", ""},
		{"no value", twin, rest.Failed, "does not show its value", "get 42 --reveal"},
		{"an audience short", strings.Replace(valued, "apiv2 http", "http", 1), rest.Failed,
			`token 42 was created, but is not like the old one: audience: "http", was "apiv2 http"`, "unictl devo tokens delete 42"},
		{"disabled, of another user", strings.Replace(strings.Replace(valued, "true", "false", 1), "svc-ci@", "eve@", 1), rest.Failed,
			`user: "eve@example.com", was "svc-ci@example.com"; the new token is disabled`, "unictl devo tokens disable 41"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, answer200("["+row+","+twin+"]"), answer200(test.body))
			made, err := plan.Complete(t.Context(), client, Answer{})
			if made.ID != "42" {
				t.Errorf("made %q", made.ID)
			}
			if test.message == "" {
				if err != nil || made.Value.Reveal() != canaryValue {
					t.Error(err)
				}
				return
			}
			if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("%v, hint %q", e, e.Hint)
			}
		})
	}
	_, client := serve(t, reply{status: 502})
	_, err := plan.Complete(t.Context(), client, Answer{})
	asError(t, err, rest.Unknown)
}

// TestConfirmDisabled: the token in use cannot be read once it is disabled.
func TestConfirmDisabled(t *testing.T) {
	disabled, enabled := answer200(`{"id":41,"active":false}`), answer200(`{"id":41,"active":true}`)
	refused := reply{status: 401, body: envelope("1", "no")}
	for _, test := range []struct {
		name  string
		own   bool
		reply reply
		fails bool
	}{
		{"another, disabled", false, disabled, false},
		{"another, enabled", false, enabled, true},
		{"another, refused", false, refused, true},
		{"own, refused", true, refused, false},
		{"own, enabled", true, enabled, true},
		{"own, gone", true, reply{status: 404, body: envelope("1", "no")}, true},
	} {
		_, client := serve(t, test.reply)
		err := client.ConfirmDisabled(t.Context(), Standing{Token: Token{ID: "41"}, Own: test.own})
		if (err != nil) != test.fails {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestStanding(t *testing.T) {
	_, client := serve(t, answer200(withValue("41", canaryToken)), answer200(withValue("41", canaryValue)), reply{status: 404})
	for _, own := range []bool{true, false} {
		before, err := client.Standing(t.Context(), "41")
		if err != nil || before.Own != own || !before.Active || before.ID != "41" {
			t.Errorf("%+v %v", before, err)
		}
	}
	_, err := client.Standing(t.Context(), "41")
	asError(t, err, rest.NotFound)
}
