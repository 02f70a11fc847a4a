package devotokens

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// told is an answer that is a token, with its value or without.
func told(value string) Answer {
	return Answer{Token: &Token{ID: "42", Name: "ci"}, Value: rest.NewSecret(value)}
}

// withValue is a token with its value under a key that nobody knows.
func withValue(id, value string) string {
	return `{"id":` + id + `,"name":"ci","active":true,"zebra":"` + value + `"}`
}

func TestComplete(t *testing.T) {
	const mask = "tk.0a1b2c.9a17e"
	list := answer200("[" + entry("41", "ci") + "," + entry("42", "ci") + "]")
	tests := []struct {
		name    string
		answer  Answer
		replies []reply
		value   string
		calls   []string
	}{
		{"neither id nor value", Answer{}, []reply{list, answer200(withValue("42", canaryValue))}, canaryValue, []string{"", "/42"}},
		{"id, no value", told(""), []reply{answer200(withValue("42", canaryValue))}, canaryValue, []string{"/42"}},
		{"both", told(canaryValue), []reply{answer200(withValue("42", mask))}, canaryValue, []string{"/42"}},
		{"value, no id", Answer{Value: rest.NewSecret(canaryValue)}, []reply{list, answer200(entry("42", "ci"))}, canaryValue, []string{"", "/42"}},
		{"masked", told(""), []reply{answer200(withValue("42", mask))}, "", []string{"/42"}},
		{"no value anywhere", told(""), []reply{answer200(entry("42", "ci"))}, "", []string{"/42"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server, client := serve(t, test.replies...)
			made, err := client.Complete(t.Context(), []ID{"41"}, test.answer, "ci")
			if err != nil || made.ID != "42" || made.Token.ID != "42" || made.Value.Reveal() != test.value {
				t.Errorf("%s %q %v", made.ID, made.Value.Reveal(), err)
			}
			var calls []string
			for _, call := range server.calls {
				calls = append(calls, strings.TrimPrefix(call.uri, "/xxx/ws/accounts/my_domain@test/credentials/tokens"))
			}
			if !slices.Equal(calls, test.calls) {
				t.Errorf("calls %q, want %q", calls, test.calls)
			}
			if need := made.NeedValue(); (need == nil) != (test.value != "") {
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
		answer  Answer
		reply   reply
		message string
	}{
		{"list refused", Answer{}, reply{status: 502}, "the token was created, but cannot be read: Bad Gateway (HTTP 502)"},
		{"token refused", told(""), reply{status: 403, body: envelope("1", "no")}, "token 42 was created, but cannot be read: no (HTTP 403)"},
		{"not in the list", Answer{}, answer200("[]"), `the new token "ci" is not in the list`},
		{"two of the name", Answer{}, answer200("[" + entry("1", "ci") + "," + entry("2", "ci") + "]"), `2 new tokens are named "ci"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.reply)
			test.answer.Value = rest.NewSecret(canaryValue)
			made, err := client.Complete(t.Context(), nil, test.answer, "ci")
			if e := asError(t, err, rest.Unknown); !strings.HasPrefix(e.Error(), test.message) {
				t.Errorf("%v", e)
			}
			if made.Value.Reveal() != canaryValue {
				t.Error("the value that was in hand is lost")
			}
		})
	}
	_, client := serve(t, answer200("[]"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Complete(ctx, nil, told(""), "ci")
	if e := asError(t, err, rest.Unknown); !errors.Is(e, context.Canceled) || !strings.Contains(e.Message, "token 42 was created") {
		t.Error(e)
	}
}

func TestNeedValue(t *testing.T) {
	if err := (Made{ID: "42", Value: rest.NewSecret("x")}).NeedValue(); err != nil {
		t.Error(err)
	}
	e := asError(t, Made{ID: "42"}.NeedValue(), rest.Failed)
	if !strings.Contains(e.Message, "token 42 was created") || !strings.Contains(e.Hint, "unictl devo tokens get 42 --reveal") {
		t.Error(e, e.Hint)
	}
}

func TestHalfway(t *testing.T) {
	made := &Made{}
	_, client := serve(t, reply{status: 429}, reply{status: 502}, reply{status: 403, body: envelope("1", "no")}, answer200("OK"))
	call := made.After(Masked(client.Disable("41")))
	made.ID = "42" // known only when the call is sent
	_, err := call.Send(t.Context())
	if e := asError(t, err, rest.Failed); e.Error() != "token 42 is there to replace it, but: Too Many Requests (HTTP 429)" {
		t.Error(e)
	}
	_, err = call.Send(t.Context())
	asError(t, err, rest.Unknown)
	_, err = call.Send(t.Context())
	if e := asError(t, err, rest.Credential); e.RequestID != testCID || !strings.HasSuffix(e.Error(), "but: no (HTTP 403)") {
		t.Error(e, e.RequestID)
	}
	if answer, err := call.Send(t.Context()); err != nil || string(answer) != `"OK"` {
		t.Errorf("%s %v", answer, err)
	}
	plain := errors.New("plain")
	if err := made.Halfway(plain); !errors.Is(err, plain) {
		t.Error(err)
	}
}
