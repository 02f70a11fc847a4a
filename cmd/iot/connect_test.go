package iot

import (
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

// The way out in the commands' own words, on top of what the client says.
func TestExplain(t *testing.T) {
	create := "POST accounts/" + testAccount + "/invites"
	for name, test := range map[string]struct {
		answer answer
		hint   string
	}{
		"invited or member":        {answer{status: 409, body: `{"code":2420,"message":"User is already invited"}`}, "`invites list` and `members list` show which"},
		"code as text":             {answer{status: 409, body: `{"code":"2420"}`}, "`members list`"},
		"only administrator":       {answer{status: 401, body: `{"code":3601,"message":"Could not leave Account"}`}, "`members promote`"},
		"invitation gone":          {answer{status: 404, body: "Invitation not found", text: true}, "leaves no trace; `invites mine`"},
		"invitation gone, in JSON": {answer{status: 404, body: `{"code":10404,"message":"x"}`}, "leaves no trace; `invites mine`"},
		"the oldest servers":       {answer{status: 500, body: "Internal Server Error", text: true}, "`invites list` before you try again"},
		"a fault":                  {answer{status: 500, body: `{"code":500,"message":"boom"}`}, "`invites list` before you try again"},
		"guard of J":               {refusedJ(), "`whoami` tells"},
		"refusal of K":             {answer{status: 401, body: `{"code":401,"status":401,"message":"Not Authorized"}`}, "`whoami` tells"},
		"first refusals":           {answer{status: 401, body: "Not Authorized", text: true}, "`whoami` tells"},
		"without words":            {answer{status: 401}, "`whoami` tells"},
		"captcha":                  {answer{status: 422, body: `{"code":13423,"message":"x"}`}, "dashboard at http://127.0.0.1:"},
		"a gateway":                {answer{status: 502, body: `{"code":2420}`}, "a gateway gave up"},
		"no such user":             {answer{status: 404, body: `{"code":2404,"message":"User Not Found"}`}, ""},
	} {
		_, client := serve(t, map[string]answer{create: test.answer})
		_, err := client.Create(nora).Do(t.Context())
		e, ok := err.(*rest.Error)
		if !ok || !strings.Contains(e.Hint, test.hint) || (e.Hint == "") != (test.hint == "") {
			t.Errorf("%s: %v, hint %q, want %q", name, err, e.Hint, test.hint)
		}
	}
	_, client := serve(t, map[string]answer{"POST auth/token": {status: 401, body: "Not Authorized", text: true}, meRoute: {status: 500, body: "Internal Server Error", text: true}})
	_, err := client.SignIn("a@b.example", "canary-password").Do(t.Context())
	if e := asError(t, err, rest.Credential); strings.Contains(e.Hint, "whoami") || !strings.Contains(e.Hint, "user name and password") {
		t.Errorf("signing in: %q", e.Hint)
	}
	_, err = client.Me().Do(t.Context())
	if e := asError(t, err, rest.Temporary); e.Hint != "" {
		t.Errorf("a read: %q", e.Hint)
	}
}

func TestForms(t *testing.T) {
	for _, test := range []struct {
		check      func(string) error
		text, hint string
	}{
		{checkAccount, "plant-north", "it looks like 0c574252-31d5-4b76-bce6-53f2c56b544d; `accounts list` shows yours"},
		{checkAccount, strings.ToUpper(testAccount), "write it " + testAccount},
		{checkInviteID, nora, "the invited person finds it with `invites mine`; ids of 24 digits are of servers that are long gone"},
	} {
		if e := asError(t, test.check(test.text), rest.BadInput); e.Hint != test.hint {
			t.Errorf("%q: %q", test.text, e.Hint)
		}
	}
	if checkAccount(testAccount) != nil || checkInviteID(testInvite) != nil {
		t.Error("sound ids are refused")
	}
}

func TestReach(t *testing.T) {
	routes := map[string]answer{
		"GET health": ok(`{"kind":"healthcheck","isHealthy":true,"currentSetting":"local","name":"dashboard","build":"0.15.0"}`),
		"GET time":   ok(`{"actualTime":"2026-11-21 22:36:44"}`),
	}
	_, client := serve(t, routes)
	item, err := reach(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	r := item.Value
	if !r.Healthy || r.Build != "0.15.0" || r.Name != "dashboard" || r.ServerTime.Format(time.RFC3339) != "2026-11-21T22:36:44Z" ||
		!strings.HasSuffix(r.URL, "/v1/api/") || !strings.Contains(string(item.Raw), `"serverTime":"2026-11-21T22:36:44Z"`) {
		t.Errorf("%+v %s", r, item.Raw)
	}
	for name := range routes {
		_, client := serve(t, map[string]answer{name: routes[name]})
		if _, err := reach(t.Context(), client); err == nil {
			t.Error(name, "alone passes")
		}
	}
}
