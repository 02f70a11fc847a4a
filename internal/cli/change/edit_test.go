package change

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/fault"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// said is an Edit that was given this body and these values of --set.
func said(t *testing.T, body string, sets ...string) *Edit {
	t.Helper()
	e := &Edit{hidden: &rest.Secrets{}}
	inputs := e.Inputs(Member(e, "port", parse.Port, "`PORT`", "net", "port"))
	for _, set := range sets {
		if err := inputs[1].Set(set); err != nil {
			t.Fatal(err)
		}
	}
	if body != "" {
		e.SetBody(json.RawMessage(body))
	}
	return e
}

// Where nothing can be read, a value that was masked has no original.
func TestNewDocuments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit *Edit
		want string
		bad  string
	}{
		"nothing said":       {edit: said(t, "")},
		"a body":             {edit: said(t, `{"a": 1.50}`), want: `{"a": 1.50}`},
		"values":             {edit: said(t, "", "a.b:=1", `a.c:="x"`), want: `{"a":{"b":1,"c":"x"}}`},
		"a value of no type": {edit: said(t, "", "a=1"), bad: "--set: a: the service shows no document to take the type from"},
		"a masked body":      {edit: said(t, `{"a":{"password":"[redacted]"}}`), bad: "--body: a.password: is [redacted] and the service has no value there"},
	} {
		got, err := c.edit.New()
		if (err == nil) != (c.bad == "") || err != nil && err.Error() != c.bad || string(got) != c.want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// What must not stand in a file is added to what does, and never shown again.
func TestAddedValues(t *testing.T) {
	t.Parallel()
	e := said(t, `{"name":"n","database":{"host":"h"}}`)
	if e.HasText("database", "password") || !e.HasText("database", "host") || e.HasText("none") || e.HasText("database") {
		t.Error("HasText does not tell texts")
	}
	if err := e.Add("pass of db", "database", "password"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"name":"n","database":{"host":"h","password":"pass of db"}}`, string(e.Body())); diff != "" {
		t.Error(diff)
	}
	if got := e.hidden.Mask("it said: pass of db!"); got != "it said: [redacted]!" {
		t.Errorf("shown as %q", got)
	}
	list := said(t, `[1]`)
	err := list.Add("x", "database", "password")
	if fault.Code(err) != fault.ExitUsage || string(list.Body()) != `[1]` {
		t.Errorf("added to a list: %v, %s", err, list.Body())
	}
}

// A member's flag is written with the type that its parser gives.
func TestMembersKeepTheirType(t *testing.T) {
	t.Parallel()
	e := said(t, "")
	port := e.Inputs(Member(e, "port", parse.Port, "`PORT`", "net", "port"))[0]
	if err := port.Set("8080"); err != nil {
		t.Fatal(err)
	}
	if got, err := e.New(); err != nil || string(got) != `{"net":{"port":8080}}` {
		t.Errorf("%s, %v", got, err)
	}
	if err := port.Set("many"); !fault.Is[*fault.UsageError](err) {
		t.Errorf("got %v", err)
	}
}

// A switch or an empty value gives nothing away, whatever its name.
func TestHarmlessValuesUnderNamesOfSecrets(t *testing.T) {
	t.Parallel()
	for text, refused := range map[string]bool{
		"require_password=true": false, "require_password:=false": false, "password=": false, `password:=""`: false, "token:=null": false,
		"password=x": true, "token=7": true, "token:=7": false, `a:={"token":7}`: false, "token_expires_days=7": false, "proxy=http://a:x@h": true, `a:=[{"apiKey":"x"}]`: true, `a:={"password":""}`: false, "bypass=x": false,
	} {
		var e Edit
		set := e.Inputs()[0]
		if err := set.Set(text); err != nil {
			t.Fatal(err)
		}
		if err := e.Check(); (err != nil) != refused {
			t.Errorf("--set %s: %v", text, err)
		}
	}
}

// A number is no secret wherever else it stands: it would take whole sentences
// and documents apart.
func TestNumbersAreMaskedWhereTheyStand(t *testing.T) {
	t.Parallel()
	hidden := &rest.Secrets{}
	hideSecrets(hidden, json.RawMessage(`{"token_ttl":3600,"pin":{"secret":"987654"},"password":"line\nbreak","key_passwd":"77 77"}`))
	for text, want := range map[string]string{
		"wait 3600 s": "wait 3600 s", "pin 987654": "pin [redacted]", "77 77": "[redacted]", `line\nbreak`: "[redacted]", "line\nbreak": "[redacted]",
	} {
		if got := hidden.Mask(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}
