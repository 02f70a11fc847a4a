package devo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

// told is an answer that is a token, with its value or without.
func told(value string) devotokens.Answer {
	return devotokens.Answer{ID: "42", Value: rest.NewSecret(value)}
}

func TestComplete(t *testing.T) {
	const mask = "tk.0a1b2c.9a17e"
	list := good("[" + entry("41", "ci") + "," + entry("42", "ci") + "]")
	neither := devotokens.Answer{}
	tests := []struct {
		name    string
		answer  devotokens.Answer
		replies []reply
		value   string
		calls   []string
	}{
		{"neither id nor value", neither, []reply{list, good(withValue("42", canaryValue))}, canaryValue, []string{"GET ", "GET /42"}},
		{"id, no value", told(""), []reply{good(withValue("42", canaryValue))}, canaryValue, []string{"GET /42"}},
		{"both", told(canaryValue), []reply{good(withValue("42", mask))}, canaryValue, []string{"GET /42"}},
		{"value, no id", devotokens.Answer{Value: rest.NewSecret(canaryValue)}, []reply{list, good(entry("42", "ci"))}, canaryValue, []string{"GET ", "GET /42"}},
		{"masked", told(""), []reply{good(withValue("42", mask))}, "", []string{"GET /42"}},
		{"no value anywhere", told(""), []reply{good(entry("42", "ci"))}, "", []string{"GET /42"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serve(t, test.replies...)
			m, err := complete(t.Context(), client, []devotokens.ID{"41"}, test.answer, "ci")
			if err != nil || m.id != "42" || m.token.ID != "42" || m.value.Reveal() != test.value {
				t.Errorf("%s %q %v", m.id, m.value.Reveal(), err)
			}
			if !slices.Equal(server.calls, test.calls) {
				t.Errorf("calls %q, want %q", server.calls, test.calls)
			}
			if need := m.needValue(); (need == nil) != (test.value != "") {
				t.Errorf("value %q: %v", test.value, need)
			}
		})
	}
}

// TestCompleteFails: the token exists, so no failure to find or read it may look
// like one that trying again would mend.
func TestCompleteFails(t *testing.T) {
	tests := []struct {
		name    string
		answer  devotokens.Answer
		reply   reply
		message string
		hint    string
	}{
		{"list refused", devotokens.Answer{}, reply{status: 502}, "the token was created, but cannot be read: Bad Gateway (HTTP 502)", "before you create another"},
		{"token refused", told(""), refusal(403, "no"), "token 42 was created, but cannot be read: no (code 1) (HTTP 403)", "unictl devo tokens list"},
		{"not in the list", devotokens.Answer{}, good("[]"), `the new token "ci" is not in the list`, "new in the list: none"},
		{"two of the name", devotokens.Answer{}, good("[" + entry("1", "ci") + "," + entry("2", "ci") + "]"), `2 new tokens are named "ci"`, "look at them: 1 ci, 2 ci"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.reply)
			test.answer.Value = rest.NewSecret(canaryValue)
			m, err := complete(t.Context(), client, nil, test.answer, "ci")
			if e := asError(t, err, rest.Unknown); !strings.HasPrefix(e.Error(), test.message) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("%v, hint %q", e, e.Hint)
			}
			if m.value.Reveal() != canaryValue {
				t.Error("the value that was in hand is lost")
			}
		})
	}
	_, client := serve(t, good("[]"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := complete(ctx, client, nil, told(""), "ci")
	if e := asError(t, err, rest.Unknown); !errors.Is(e, context.Canceled) || !strings.Contains(e.Message, "token 42 was created") {
		t.Error(e)
	}
}

func TestFindNew(t *testing.T) {
	const seven = `[{"id":1,"name":"one","active":true},{"id":2,"name":"twin","active":true},{"id":3,"name":"twin","active":false},` +
		`{"id":4,"name":"2","active":true},{"id":5,"name":"Twin","active":true},{"id":6,"name":" spaced "},{"id":7,"name":"e\u001bvil"}]`
	tests := []struct {
		before        []devotokens.ID
		name          string
		id            devotokens.ID
		message, hint string
	}{
		{[]devotokens.ID{"1", "2"}, "twin", "3", "", ""},
		{[]devotokens.ID{"2", "3", "4"}, "one", "1", "", ""},
		{[]devotokens.ID{"2", "3", "4", "5", "6", "7"}, "", "1", "", ""},
		{nil, "twin", "", "2 new tokens", "look at them: 2 twin, 3 twin (disabled)"},
		{[]devotokens.ID{"1", "2", "3", "4", "5", "6"}, "mine", "", `new token "mine" is not in the list`, "new in the list: 7 evil (disabled)"},
		{[]devotokens.ID{"1", "2", "3", "4", "5", "6", "7"}, "one", "", "is not in the list", "none"},
		{[]devotokens.ID{"1"}, "a\x1b[m", "", `the new token "a[m"`, "2 twin"},
	}
	_, client := serve(t, good(seven))
	for _, test := range tests {
		id, err := findNew(t.Context(), client, test.before, test.name)
		if test.message == "" {
			if id != test.id || err != nil {
				t.Errorf("%v: %q %v", test.before, id, err)
			}
			continue
		}
		if e := asError(t, err, rest.Unknown); id != "" || !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%v: %q %q, hint %q", test.before, id, e.Message, e.Hint)
		}
	}
}

func TestSome(t *testing.T) {
	var rows []string
	for i := range 14 {
		rows = append(rows, entry(fmt.Sprint(i), "same"))
	}
	_, client := serve(t, good("["+strings.Join(rows, ",")+"]"))
	_, err := findNew(t.Context(), client, nil, "same")
	if e := asError(t, err, rest.Unknown); !strings.HasSuffix(e.Hint, "9 same, and 4 more") {
		t.Errorf("hint %q", e.Hint)
	}
}

func TestNeedValue(t *testing.T) {
	if err := (made{id: "42", value: rest.NewSecret("x")}).needValue(); err != nil {
		t.Error(err)
	}
	e := asError(t, made{id: "42"}.needValue(), rest.Failed)
	if !strings.Contains(e.Message, "token 42 was created") || !strings.Contains(e.Hint, "unictl devo tokens get 42 --reveal") {
		t.Error(e, e.Hint)
	}
}

// TestCreateSteps: the body of the caller's goes out as it is, and nothing is
// created where it cannot be one.
func TestCreateSteps(t *testing.T) {
	for _, test := range []struct {
		in   createIn
		sent string
	}{
		{createIn{Name: "ci"}, `{"name":"ci"}`},
		{createIn{Body: json.RawMessage(`{"name":"raw","ttl":1}`)}, `{"name":"raw","ttl":1}`},
	} {
		server, client := serve(t, good("["+entry("41", "ci")+"]"), good(`{"token":"`+canaryValue+`","id":42,"name":"ci"}`), good(entry("42", "ci")))
		steps, err := test.in.steps(t.Context(), client)
		if err != nil || len(steps) != 1 || len(server.calls) != 1 {
			t.Fatal(steps, err, server.calls)
		}
		answer, err := steps[0].Call.Send(t.Context())
		if err != nil || server.bodies[1] != test.sent || strings.Contains(string(answer), canaryValue) {
			t.Errorf("sent %s, answered %s, %v", server.bodies[1], answer, err)
		}
		if err := steps[0].Verify(t.Context()); err != nil || test.in.made.id != "42" || test.in.made.value.Reveal() != canaryValue {
			t.Errorf("%+v %v", test.in.made, err)
		}
	}
	_, client := serve(t, good("[]"))
	_, err := (&createIn{Body: json.RawMessage(`[]`)}).steps(t.Context(), client)
	asError(t, err, rest.BadInput)
}

func TestNameIn(t *testing.T) {
	for body, want := range map[string]string{`{"name":"ci"}`: "ci", `{"name":5}`: "", `{}`: "", `[]`: "", `{`: ""} {
		if got := nameIn(json.RawMessage(body)); got != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}
