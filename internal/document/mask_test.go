package document

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCheckMasks(t *testing.T) {
	const current = `{"account":{"password":"*****","login":"ada"},"note":"***","title":"**a** ***b***","key":"[redacted]","proxy":"http://u:***@h",` +
		`"list":[{"pwd":"••••"}],"apiKey":"sk-****9876","set":{"token":"real"},"flag":"<Hidden>"}`
	for body, place := range map[string]string{
		`{"account":{"password":"*****","login":"bob"}}`: "account.password",
		`{"account":{"password":"********"}}`:            "account.password", // a longer one is one too
		`{"note":"***"}`:                                 "note",
		`{"key":"[redacted]"}`:                           "key",
		`{"proxy":"http://u:***@h"}`:                     "proxy",
		`{"list":[{"pwd":"••••"}]}`:                      "list.0.pwd",
		`{"apiKey":"sk-****9876"}`:                       "apiKey",
		`{"set":{"token":"***"}}`:                        "set.token",
		`{"set":{"token":"●●●●●●"}}`:                     "set.token",
		`{"new":{"secret":"<hidden>"}}`:                  "new.secret",
		`{"pwd":"***MASKED***"}`:                         "pwd",
		`{"flag":"<Hidden>"}`:                            "flag",

		`{"account":{"login":"bob"}}`:           "",
		`{"title":"**a** ***b***"}`:             "", // no secret, and more than a mask
		`{"title":"***"}`:                       "", // written by the person
		`{"other":"-----"}`:                     "",
		`{"account":{"password":"a***b"}}`:      "", // a new one may look so
		`{"account":{"password":"**"}}`:         "",
		`{"account":{"password":"hidden"}}`:     "",
		`{"apiKey":"sk-****0000"}`:              "",
		`{"account":{"password":""},"list":[]}`: "",
		`{`:                                     "",
		``:                                      "",
	} {
		err := CheckMasks(json.RawMessage(body), json.RawMessage(current))
		if place == "" && err != nil || place != "" && (err == nil || !strings.HasPrefix(err.Error(), place+": holds a mask")) {
			t.Errorf("%s: %v, want %q", body, err, place)
		}
		if err != nil && strings.Contains(err.Error(), "9876") {
			t.Errorf("%s: a part of the secret is told: %v", body, err)
		}
	}
	if err := CheckMasks(json.RawMessage(`{"note":"***","password":"***"}`), nil); err == nil || !strings.HasPrefix(err.Error(), "password: ") {
		t.Errorf("without a current document: %v", err)
	}
}

func TestMaskText(t *testing.T) {
	for text, want := range map[string]string{
		`{"user":"ada","pwd":"x","n":[1]}`:           `{"user":"ada","pwd":"[redacted]","n":[1]}`,
		`{"user":"ada", "pwd" : "x", "api_key":"y y`: `{"user":"ada", "pwd" : "[redacted]", "api_key":"[redacted]`,
		`<p>password='a b' user=c token=d</p>`:       `<p>password='[redacted]' user=c token=[redacted]</p>`,
		"Authorization: Basic abc==\r\nHost: h":      "Authorization: [redacted]\r\nHost: h",
		"Server=db;Password=x;Timeout=5":             "Server=db;Password=[redacted];Timeout=5",
		"go to https://a:b:c@h/x?token=t&y=1, ok":    "go to https://a:[redacted]@h/x?token=[redacted]&y=1, ok",
		"https://h:443/a a@b":                        "https://h:443/a a@b",
		"password=[redacted]":                        "password=[redacted]",
		"token_endpoint=https://h/ password=":        "token_endpoint=https://h/ password=",
		"":                                           "",
		`<a>{&quot;pwd&quot;: &quot;x y&quot;, a`:    `<a>{&quot;pwd&quot;: &quot;[redacted]&quot;, a`,
		`"{\"pwd\":\"x y\",\"a\":1}`:                 `"{\"pwd\":\"[redacted]\",\"a\":1}`,
		"<u><password>x = y</password><a>b</a></u>":  "<u><password>[redacted]</password><a>b</a></u>",
		`<clientSecret type="a">x`:                   `<clientSecret type="a">[redacted]`,
		"my password> x":                             "my password> x",
		"<html>login</html>":                         "<html>login</html>",

		// fields of a page
		`<input name=password value=hunter2>`:                      `<input name=password value=[redacted]>`,
		`<INPUT type="hidden" name="__VIEWSTATE" VALUE="a b"/>x`:   `<INPUT type="hidden" name="__VIEWSTATE" VALUE="[redacted]"/>x`,
		`<input value='a"b' id='csrf-token'>`:                      `<input value='[redacted]' id='csrf-token'>`,
		`<input type=text name=user value=ada> <p>value=5`:         `<input type=text name=user value=ada> <p>value=5`,
		`<meta name="csrf-token" content="abc">`:                   `<meta name="csrf-token" content="[redacted]">`,
		`"<input type=\"password\" value=\"a b\">`:                 `"<input type=\"password\" value=\"[redacted]\">`,
		`<input type=password value="a b`:                          `<input type=password value="[redacted]`,
		`<input type=password placeholder="Password"><b>go on</b>`: `<input type=password placeholder="Password"><b>go on</b>`,

		// sentences
		"login failed for ada, password: hunter2":                                        "login failed for ada, password: [redacted]",
		"password: must not be blank":                                                    "password: must not be blank",
		"Passwort: darf nicht leer sein":                                                 "Passwort: darf nicht leer sein",
		"password: size must be between 8 and 64":                                        "password: size must be between 8 and 64",
		"no such user; Password=x; try again":                                            "no such user; Password=[redacted]; try again",
		"refused: Bearer abc.def-123 has ended":                                          "refused: Bearer [redacted] has ended",
		"the bearer token has ended":                                                     "the bearer token has ended",
		"Basic YWRhOngwMTIz":                                                             "Basic [redacted]",
		"got eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2ln!":                                    "got [redacted]!",
		"key Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1 is known":                        "key [redacted] is known",
		"account 0c574252-31d5-4b76-bce6-53f2c56b544d, company 0123456789abcdef01234567": "account 0c574252-31d5-4b76-bce6-53f2c56b544d, company 0123456789abcdef01234567",
	} {
		if got := MaskText(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
