package document

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const settings = `{
  "session_timeout_sek": 1800, "jvm_maximal_memory_mb": 1.0e3, "workflow_event_on_login": false,
  "title": "B\u00fcro <b>", "mail": {"host": "mx", "port": 25, "password": "canary-7f3a"},
  "rules": [{"active": true}, {"active": false}], "pairs": [[1, 2]], "note": null
}`

func sets(t testing.TB, expressions ...string) []Set {
	t.Helper()
	var all []Set
	for _, expression := range expressions {
		s, err := ParseSet(expression)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestApply(t *testing.T) {
	const head = `{"session_timeout_sek":1800,"jvm_maximal_memory_mb":1.0e3,"workflow_event_on_login":false,"title":"B\u00fcro <b>",`
	const mail = `"mail":{"host":"mx","port":25,"password":"canary-7f3a"},`
	const rules = `"rules":[{"active":true},{"active":false}],"pairs":[[1,2]],`
	for name, tt := range map[string]struct {
		current string
		sets    []string
		want    string
	}{
		"nothing":        {settings, nil, head + mail + rules + `"note":null}`},
		"scalars":        {settings, []string{"session_timeout_sek=36e2", "workflow_event_on_login=true", "title=<a> \"ü\" & 5"}, `{"session_timeout_sek":36e2,"jvm_maximal_memory_mb":1.0e3,"workflow_event_on_login":true,"title":"<a> \"ü\" & 5",` + mail + rules + `"note":null}`},
		"nested":         {settings, []string{"mail.port=587", "mail.tls:=true", "mail.host="}, head + `"mail":{"host":"","port":587,"password":"canary-7f3a","tls":true},` + rules + `"note":null}`},
		"elements":       {settings, []string{"rules.1.active=true", "pairs.0.0=9"}, head + mail + `"rules":[{"active":true},{"active":true}],"pairs":[[9,2]],"note":null}`},
		"json":           {settings, []string{`note:= "x<y" `, `rules:=[ 1.50 ]`, `mail:=null`}, head + `"mail":null,"rules":[1.50],"pairs":[[1,2]],"note":"x<y"}`},
		"new depths":     {`{}`, []string{`a.b.c:=1`, `a.d:=2`, `a\.b:=3`}, `{"a":{"b":{"c":1},"d":2},"a.b":3}`},
		"null grows":     {`{"a":null}`, []string{`a.b:=1`}, `{"a":{"b":1}}`},
		"in order":       {`{"a":1}`, []string{`a:={"b":"x"}`, `a.b=7`}, `{"a":{"b":"7"}}`},
		"no document":    {``, []string{`a:=1`}, `{"a":1}`},
		"list document":  {`[{"a":1}]`, []string{`0.a=2`}, `[{"a":2}]`},
		"number name":    {`{"0":1}`, []string{`0=2`}, `{"0":2}`},
		"repeated":       {`{"a":1,"a":"x"}`, []string{`a=5`}, `{"a":1,"a":"5"}`},
		"escaped name":   {`{"\u0061":1}`, []string{`a=2`}, `{"\u0061":2}`},
		"half surrogate": {`{"a":"\ud800","b":1}`, []string{`b=2`}, `{"a":"\ud800","b":2}`},
	} {
		t.Run(name, func(t *testing.T) {
			current := json.RawMessage(tt.current)
			got, err := Apply(current, sets(t, tt.sets...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
			if string(current) != tt.current {
				t.Errorf("the current document was changed: %s", current)
			}
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	for expressions, want := range map[string]string{
		"session_timeout_sek=abc":    `session_timeout_sek: is a number, "abc" is none; to replace it by another type, write session_timeout_sek:=json`,
		"session_timeout_sek=":       `"" is none`,
		"session_timeout_sek=0x10":   `"0x10" is none`,
		"session_timeout_sek= 5":     `" 5" is none`,
		"session_timeout_sek=NaN":    `is none`,
		"workflow_event_on_login=on": `is a boolean, "on" is none; write true or false`,
		"session_timeout_sec=5":      `no member "session_timeout_sec", so there is no value to take the type from; did you mean "session_timeout_sek"? To add it, write session_timeout_sec:=5`,
		"mail.Prot=5":                `did you mean "mail.port"?`,
		"mail.zzzzzz=5":              `mail has no member "zzzzzz", so there is no value to take the type from; members: host, port, password`,
		"note=5":                     `note: it is null: no value to take the type from; write note:=5 or note:="text"`,
		"note.x=5":                   `note is null`,
		"mail=x":                     `mail: is an object of 3; to replace it by another type, write mail:=json`,
		"rules=x":                    `rules: is a list of 2`,
		"title.x=5":                  `title.x: title is a string, which has no members`,
		"title.x:=5":                 `title is a string`,
		"mail.port.x.y:=5":           `mail.port is a number`,
		"rules.2.active=true":        `rules is a list of 2; name an element by its number, from 0, or write all of it: rules:=[…]`,
		"rules.01.active=true":       `rules is a list of 2`,
		"rules.-1:=true":             `rules is a list of 2`,
		"rules.first:=true":          `rules is a list of 2`,
		"fresh.0:=true":              `there is no list at fresh; write all of it: fresh:=[…]`,
		"mail.port=1|mail.port:=2":   `mail.port: it is set twice`,
		"mail.port=1|mail:={}":       `mail: it would replace mail.port, which is set before it; put it first`,
		"title=\xff":                 `the text is not UTF-8`,
	} {
		got, err := Apply(json.RawMessage(settings), sets(t, strings.Split(expressions, "|")...))
		if err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%s: %s, error %v, want %q", expressions, got, err, want)
		}
		if _, ok := errors.AsType[*PathError](err); !ok {
			t.Errorf("%s: %T, want a *PathError", expressions, err)
		}
	}
}

func TestApplySaysWhereTheDocumentBreaks(t *testing.T) {
	_, err := Apply(json.RawMessage("{\n  \"a\": tru\n}"), nil)
	if syntax, ok := errors.AsType[*SyntaxError](err); !ok || syntax.Line != 2 || syntax.Column != 11 {
		t.Errorf("error %+v, want a *SyntaxError at 2, 11", err)
	}
	if _, err := Apply(json.RawMessage(`{}`), []Set{{Path: []string{"a"}, Text: "{", JSON: true}}); err == nil {
		t.Error("a Set that ParseSet has not seen is not checked")
	}
	if _, err := Apply(json.RawMessage(`{}`), []Set{{Text: "1", JSON: true}}); err == nil {
		t.Error("a Set without a path is taken")
	}
	if _, err := Apply(json.RawMessage(`"x"`), sets(t, "a:=1")); err == nil || !strings.Contains(err.Error(), "the document is a string") {
		t.Errorf("a document that is a string: %v", err)
	}
}

func TestErrorsDoNotRepeatSecrets(t *testing.T) {
	const current = `{"api_key":5,"credentials":{"user":true},"token":{}}`
	for _, expression := range []string{"api_key=canary-7f3a", "credentials.user=canary-7f3a", "token=canary-7f3a",
		"token.x=canary-7f3a", "new_password=canary-7f3a", "api_key:=canary-7f3a", "password:canary-7f3a", `pass\word=canary-7f3a`} {
		s, err := ParseSet(expression)
		if err == nil {
			_, err = Apply(json.RawMessage(current), []Set{s})
		}
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: error %v", expression, err)
		}
	}
}

func TestBuild(t *testing.T) {
	got, err := Build(sets(t, `type:="cron"`, `rule.zone:="UTC"`, `rule.days:=[1]`))
	if want := `{"type":"cron","rule":{"zone":"UTC","days":[1]}}`; err != nil || string(got) != want {
		t.Errorf("built %s, %v, want %s", got, err, want)
	}
	_, err = Build(sets(t, `a:=1`, `name=Ada`))
	if want := `name: the service shows no document to take the type from; write name:=5 or name:="text"`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if got, err := Build(nil); err != nil || string(got) != "{}" {
		t.Errorf("nothing builds %s, %v", got, err)
	}
}
