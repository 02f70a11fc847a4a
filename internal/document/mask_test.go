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
	} {
		if got := MaskText(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
