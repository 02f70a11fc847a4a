package document

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSecretKey(t *testing.T) {
	for name, want := range map[string]bool{
		"password": true, "Smtp-PassWord": true, "user_passwd": true, "pwd": true, "clientSecret": true, "api.key": true,
		"apikey": true, "API_KEY": true, "api-key": true, "private_key": true, "credentials": true, "Credential": true,
		"pass_phrase": true, "access_token": true, "smtp_pass": true, "smtpPass": true, "PASS": true, "Passwort": true,
		"bindPW": true, "bind_pw": true, "authorization": true, "Proxy-Authorization": true, "license_key": true, "password2": true,
		"new_password_repeat": true, "tokenSecret": true, "token_endpoint_secret": true, "secretId": true, "passwordHash": true, "pwd_old": true,
		"password_expires": false, "password_expires_days": false, "passwordExpiresOn": false, "token_endpoint": false, "tokenUrl": false,
		"password_policy": false, "password_min_length": false, "token_type": false, "authorizationEndpoint": false, "pwm": false, "spw": false,
		"bindpw": true, "licence_key": true, "encryptionKey": true, "license_key_count": false, "license_keys_used": false, "passwordChangedAt": false, "password_algorithm": false, "token_status": false,
		"bypass": false, "proxy_bypass": false, "compass": false, "key": false, "keys": false, "user": false, "": false, "passive": false,
	} {
		if got := SecretKey(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

const mailServices = `[
 {"id": 1, "host": "mx1", "smtp_password": "canary-1", "password_expires": true, "pin_token": 4711, "old_pwd": "", "new_pwd": null},
 {"id": 2, "host": "mx2", "credentials": {"user": "canary-2", "port": 25, "tokens": [1, "canary-3", [true, "canary-4"]]}, "passwords": [77]}
]`

func TestMask(t *testing.T) {
	want := `[{"id":1,"host":"mx1","smtp_password":"[redacted]","password_expires":true,"pin_token":4711,"old_pwd":"","new_pwd":null},` +
		`{"id":2,"host":"mx2","credentials":{"user":"[redacted]","port":25,"tokens":[1,"[redacted]",[true,"[redacted]"]]},"passwords":[77]}]`
	if diff := cmp.Diff(want, string(Mask(json.RawMessage(mailServices)))); diff != "" {
		t.Errorf("masked (-want +got):\n%s", diff)
	}
	values := []string{"canary-1", "canary-2", "canary-3", "canary-4"}
	if diff := cmp.Diff(values, SecretValues(json.RawMessage(mailServices))); diff != "" {
		t.Errorf("secret values (-want +got):\n%s", diff)
	}
	all := string(MaskAll(json.RawMessage(`{"k":"canary-1","n":5,"l":["canary-2"],"token":7,"e":"","b":true}`)))
	if want := `{"k":"[redacted]","n":5,"l":["[redacted]"],"token":7,"e":"","b":true}`; all != want {
		t.Errorf("MaskAll: %s, want %s", all, want)
	}
}

func TestMaskOddDocuments(t *testing.T) {
	for raw, want := range map[string]string{
		``:                             ``,
		" \n":                          "",
		`canary {`:                     `"[redacted]"`,
		`"canary"`:                     `"canary"`,
		`{"pwd":"canary-1","pwd":"x"}`: `{"pwd":"[redacted]","pwd":"[redacted]"}`,
		`{"\u0070wd":"canary"}`:        `{"\u0070wd":"[redacted]"}`,
	} {
		if got := string(Mask(json.RawMessage(raw))); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
	if diff := cmp.Diff([]string{"canary-1", "ä"}, SecretValues(json.RawMessage(`{"pwd":"canary-1","pwd":"\u00e4"}`))); diff != "" {
		t.Errorf("values of repeated members (-want +got):\n%s", diff)
	}
	if got := string(MaskAll(json.RawMessage(`"canary"`))); got != `"[redacted]"` {
		t.Errorf("MaskAll of a string: %s", got)
	}
}

func TestUnmaskUndoesMask(t *testing.T) {
	for _, raw := range []string{mailServices, settings, `{"pwd":["a","b"],"x":[[{"token":1.50}]]}`, `"x"`} {
		for name, masked := range map[string]json.RawMessage{"Mask": Mask(json.RawMessage(raw)), "MaskAll": MaskAll(json.RawMessage(raw))} {
			got, err := Unmask(masked, json.RawMessage(raw))
			if want := lenient([]byte(raw)).json(); err != nil || string(got) != string(want) {
				t.Errorf("%s: %s, %v, want %s", name, got, err, want)
			}
		}
	}
}

func TestUnmaskEdited(t *testing.T) {
	const current = `{"user":"ada","pwd":"s1","services":[{"id":1,"pwd":"a"},{"id":2,"pwd":"b"}],` +
		`"plain":[{"host":"x","pwd":"c"},{"host":"y","pwd":"d"}],"tokens":["t1","t2"],"pin_token":12.50}`
	for body, want := range map[string]string{
		`{"user":"bob","pwd":"[redacted]","pin_token":"[redacted]"}`:                  `{"user":"bob","pwd":"s1","pin_token":12.50}`,
		`{"pwd":"\u005bredacted]"}`:                                                   `{"pwd":"s1"}`,
		`{"pwd":"new"}`:                                                               `{"pwd":"new"}`,
		`{"pwd":"[redacted] "}`:                                                       `{"pwd":"[redacted] "}`,
		`{"services":[{"id":2,"pwd":"[redacted]"}]}`:                                  `{"services":[{"id":2,"pwd":"b"}]}`,
		`{"services":[{"id":2.0,"pwd":"[redacted]"},{"id":3,"pwd":"new"}]}`:           `{"services":[{"id":2.0,"pwd":"b"},{"id":3,"pwd":"new"}]}`,
		`{"plain":[{"host":"y","pwd":"[redacted]"}]}`:                                 `{"plain":[{"host":"y","pwd":"d"}]}`,
		`{"plain":[{"pwd":"[redacted]","host":"y"},{"host":"x","pwd":"[redacted]"}]}`: `{"plain":[{"pwd":"d","host":"y"},{"host":"x","pwd":"c"}]}`,
		`{"plain":[{"host":"x2","pwd":"new"},{"host":"y","pwd":"[redacted]"}]}`:       `{"plain":[{"host":"x2","pwd":"new"},{"host":"y","pwd":"d"}]}`,
		`{"tokens":["[redacted]","[redacted]"]}`:                                      `{"tokens":["t1","t2"]}`,
		``:                                                                            ``,
	} {
		got, err := Unmask(json.RawMessage(body), json.RawMessage(current))
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", body, got, err, want)
		}
	}
}

func TestUnmaskRefuses(t *testing.T) {
	const current = `{"pwd":null,"a":{"b":1},"tokens":["canary-1","canary-2"],"services":[{"id":1,"pwd":"canary-3"}],` +
		`"plain":[{"host":"x","pwd":"canary-6"},{"host":"y","pwd":"canary-7"}],"nested":[["canary-8",1],["canary-9",2]],` +
		`"twins":[{"id":1,"pwd":"canary-4"},{"id":1,"pwd":"canary-5"}]}`
	for body, want := range map[string]string{
		`{"pwd":"[redacted]"}`:            "pwd: is [redacted] and the service has no value there; write the real one, or leave the member out",
		`{"x.y":{"z":"[redacted]"}}`:      `x\.y.z: is [redacted]`,
		`{"a":{"b":{"c":"[redacted]"}}}`:  "a.b.c: is [redacted]",
		`{"tokens":["[redacted]"]}`:       "tokens.0: is [redacted], and which element of the service's list it belongs to cannot be told; write the real one, or change single values with --set",
		`{"tokens":["[redacted]","new"]}`: "tokens.0: is [redacted], and which element",
		`{"plain":[{"host":"y","pwd":"[redacted]"},{"host":"x2","pwd":"[redacted]"}]}`:      "plain.1.pwd: is [redacted], and which element", // turned round and edited
		`{"plain":[{"host":"x2","pwd":"[redacted]"},{"host":"y","pwd":"[redacted]"}]}`:      "plain.0.pwd: is [redacted], and which element",
		`{"plain":[{"host":"y","pwd":"[redacted]"},{"host":"y","pwd":"[redacted]"}]}`:       "plain.1.pwd: is [redacted], and which element", // copied
		`{"plain":[{"host":"y","port":25,"pwd":"[redacted]"}]}`:                             "plain.0.pwd: is [redacted], and which element",
		`{"services":[{"id":1,"pwd":"[redacted]"},{"id":1,"host":"z","pwd":"[redacted]"}]}`: "services.1.pwd: is [redacted], and which element",
		`{"services":[{"id":1,"pwd":"[redacted]","new_pwd":"[redacted]"}]}`:                 "services.0.new_pwd: is [redacted] and the service has no value there",
		`{"nested":[["[redacted]",1],["[redacted]",3]]}`:                                    "nested.1.0: is [redacted], and which element",
		`{"services":[{"id":9,"pwd":"[redacted]"}]}`:                                        "services.0.pwd: is [redacted]",
		`{"services":[{"pwd":"[redacted]","x":1}]}`:                                         "services.0.pwd: is [redacted]",
		`{"twins":[{"id":1,"pwd":"[redacted]"}]}`:                                           "twins.0.pwd: is [redacted]",
		`["[redacted]"]`: "0: is [redacted]",
		`"[redacted]`:    "the document is not JSON: line 1, column 11",
	} {
		got, err := Unmask(json.RawMessage(body), json.RawMessage(current))
		if err == nil || !strings.Contains(err.Error(), want) || got != nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %s, error %v, want %q", body, got, err, want)
		}
	}
	_, err := Unmask(json.RawMessage(`{"pwd":"[redacted]"}`), nil)
	if path, ok := errors.AsType[*PathError](err); !ok || path.Path != "pwd" {
		t.Errorf("without a current document: %v", err)
	}
}

func TestTextsThatCarrySecrets(t *testing.T) {
	for text, want := range map[string]bool{
		"http://ada:canary@proxy:3128": true, "see https://x/ and amqp://u:p@h/v": true, "https://u:a@b@host/": true,
		"https://host/": false, "https://ada@host/": false, "https://ada:@host/": false, "https://host/a:b@c": false, "mailto:ada@example.com": false,
		"Server=db;User Id=sa;Password=canary;": true, "jdbc:postgresql://h/d?user=a&password=canary": true, "host=h password=canary": true,
		"jdbc:sqlserver://h;databaseName=d;pwd=canary": true, "PWD=c": true, "Server = db; Password = canary": true, "Password = ;x": false,
		"Server=db;Password=;Timeout=5": false, "password=": false, "a=b": false, "=": false, "": false, "token_type=bearer": false,
		"is your password==?": false,
	} {
		if got := carriesSecret(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	const raw = `{"proxy":"http:\/\/ada:canary@proxy","db":["Password=canary"],"url":"https://host/"}`
	const want = `{"proxy":"[redacted]","db":["[redacted]"],"url":"https://host/"}`
	masked := Mask(json.RawMessage(raw))
	if string(masked) != want {
		t.Errorf("masked: %s, want %s", masked, want)
	}
	if back, err := Unmask(masked, json.RawMessage(raw)); err != nil || string(back) != raw {
		t.Errorf("back: %s, %v", back, err)
	}
}

func TestSetSecret(t *testing.T) {
	for expression, want := range map[string]bool{
		"password=x": true, "password=1234": true, `mail.password:="x"`: true, "credentials.user=ada": true, `credentials:={"user":"ada"}`: true,
		`password=[redacted]`: true, `password:="[redacted]"`: true, `proxy=http://a:b@h`: true, `proxy:={"url":"http://a:b@h"}`: true,
		"password=": false, "password=true": false, `password:=""`: false, "password:=null": false, "password:=30": false, "password:=[true,1]": false,
		"password_expires_days=30": false, "password_policy.min_length=8": false, "token_endpoint=https://h/": false, "name=Ada": false,
	} {
		if got := sets(t, expression)[0].Secret(); got != want {
			t.Errorf("%s: %v, want %v", expression, got, want)
		}
	}
}
