package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const settled = `{"name":"Works","port":8080,"contact":{"email":"a@example.com","smtp_password":"hunter2-of-smtp"},"limits":[1,2]}`

func editBench(t *testing.T) *bench {
	t.Helper()
	b := worksBench(t, editVerb("set", false), editVerb("write", false), editVerb("hide", true), editVerb("merge", false), showDocument(false))
	b.service.on("GET /document", reply(200, settled))
	return b
}

// Only what is to change is sent of a document that is patched, members whole.
func TestPatched(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"--set port=9090":                           `{"port":9090}`,
		"--set name=9090":                           `{"name":"9090"}`,
		"--set port:=9.0e3 --set name=Mill":         `{"name":"Mill","port":9.0e3}`,
		"--set limits.1=3":                          `{"limits":[1,3]}`,
		"--set new.deep:=true":                      `{"new":{"deep":true}}`,
		"--email B@example.com":                     `{"contact":{"email":"B@example.com","smtp_password":"hunter2-of-smtp"}}`,
		"--set contact.email=c@example.com":         `{"contact":{"email":"c@example.com","smtp_password":"hunter2-of-smtp"}}`,
		"--set contact.smtp_password= --set port=1": `{"port":1,"contact":{"email":"a@example.com","smtp_password":""}}`,
	} {
		b := editBench(t)
		sent := b.heardBody("PATCH /document", `{"ok":true}`)
		b.want(0, "works set "+line+" -o json", `out:"changed": true`, "out!hunter2")
		if diff := cmp.Diff(want, *sent); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestRewritten(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	sent := b.heardBody("PUT /document", `{"ok":true}`)
	b.want(0, "works write --set port=1")
	want := `{"name":"Works","port":1,"contact":{"email":"a@example.com","smtp_password":"hunter2-of-smtp"},"limits":[1,2]}`
	if diff := cmp.Diff(want, *sent); diff != "" {
		t.Error(diff)
	}
}

// What is so already is no change: in whatever order, and however spelled.
func TestEditsThatChangeNothing(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	same := b.textFile("same.json", `{"limits":[1.0,2],"contact":{"smtp_password":"hunter2-of-smtp","email":"a@example.com"},"port":8.08e3,"name":"W\u006frks"}`)
	for _, line := range []string{"set --set port=8080", "write --set name=Works", "set --body " + same, "write --body " + same, "set --email a@example.com"} {
		b.want(0, "works "+line, "out:reason:   there is nothing to change", "out:changed:  false")
		b.want(0, "works "+line+" --dry-run -o json", `out:"dryRun": true`, `out:"reason": "there is nothing to change"`, "out!requests")
	}
	b.wrote()
}

// A document that was shown, masked, can be given back: what was masked takes
// the value that the service has.
func TestRoundTripOfAMaskedDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works show -o json", "out:[redacted]", "out!hunter2")
	shown := b.textFile("shown.json", b.out.String())
	b.want(0, "works write --body "+shown, "out:changed:  false")
	b.wrote()
	edited := b.textFile("edited.json", `{"name":"Mill","port":1,"contact":{"smtp_password":"[redacted]"}}`)
	sent := b.heardBody("PUT /document", `{}`)
	b.want(0, "works write --body "+edited)
	if want := `{"name":"Mill","port":1,"contact":{"smtp_password":"hunter2-of-smtp"}}`; *sent != want {
		t.Errorf("sent %s", *sent)
	}
}

// The person is told of upper case in an address whichever way it is given.
func TestMembersWarnAsOtherFlagsDo(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works set --email Ada@example.com", "err:warning: ")
	b.want(0, "works set --email ada@example.com", "err!w")
	b.want(2, "works set --email ada", "err:--email: ")
}

// What cannot be written is refused, and nothing is sent but the read.
func TestEditsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		current, line string
		finds         []string
	}{
		"nothing said":        {settled, "set", []string{"err:nothing is said of what to write", "err:hint: --set MEMBER=VALUE"}},
		"unknown member":      {settled, "set --set prot=1", []string{`err:--set: prot: the document has no member "prot"`, `err:did you mean "port"?`}},
		"wrong type":          {settled, "set --set port=eighty", []string{`err:--set: port: is a number, "eighty" is none`, "err:hint: to replace it by another type, write port:=json"}},
		"no expression":       {settled, "set --set port", []string{"err:--set: there is no = in it", "err:hint: write a.b=text"}},
		"broken JSON":         {settled, "set --set port:={", []string{"err:--set: port:= is not JSON: line 1, column 1"}},
		"twice":               {settled, "set --set port=1 --set port=2", []string{"err:--set: port: it is set twice"}},
		"flag and set":        {settled, "set --email b@example.com --set contact.email=c@example.com", []string{"err:contact.email: it is set twice"}},
		"on a list":           {`[1,2]`, "set --set name=x", []string{"err:the service shows a list and not an object"}},
		"on a text":           {`"text"`, "set --set name=x", []string{"err:the service shows a string and not an object"}},
		"nothing there":       {`null`, "set --set name:=5", []string{"err:the service shows no document: its answer is empty, or null", "err:--body FILE with --no-read"}},
		"nothing said at all": {settled, "set --no-read", []string{"err:--no-read: nothing is said of what to send", "err:hint: give the whole document with --body FILE"}},
		"no type to take":     {settled, "set --no-read --set port=5", []string{"err:--set: port: the service shows no document to take the type from", "err:port:=5"}},
		"a list in part":      {`[1,2]`, "set --set 0=5", []string{"err:the service shows a list and not an object", "err:hint: only an object can be changed in part; --body FILE with --no-read"}},
		"below a text":        {settled, "set --set name.first=x", []string{"err:--set: name.first: name is a string, which has no members"}},
		"a secret":            {settled, "set --set contact.smtp_password=" + canary, []string{"err:--set: contact.smtp_password looks like a secret", "err:hint: give it in a document, with --body FILE"}},
		"a secret in JSON":    {settled, `set --set contact:={"smtp_password":"` + canary + `"}`, []string{"err:--set: contact looks like a secret"}},
		"not JSON, a secret":  {settled, "set --set token:=" + canary, []string{"err:--set: token:= is not JSON"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := editBench(t)
			b.service.on("GET /document", reply(200, c.current))
			b.want(2, "works "+c.line, c.finds...)
			b.wrote()
		})
	}
}

func TestBodiesThatAreRefused(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	for text, finds := range map[string][]string{
		`{"a":1}`:                {"err:--body and the flags for single values exclude each other"},
		`[{"a":1}]`:              {"err:--body: it is a list, and an object is needed"},
		`null`:                   {"err:--body: it is null, and an object is needed"},
		`{"other":"[redacted]"}`: {"err:--body: other: is [redacted] and the service has no value there", "err:hint: write the real one"},
		"a: 1\n---\nb: 2\n":      {"err:--body: it is neither JSON nor YAML: there is more than one document in it"},
		"# only a comment\n":     {"err:--body: it is neither a JSON document nor a YAML mapping or list"},
	} {
		line := "works set --body " + b.textFile("body", text)
		if strings.Contains(finds[0], "exclude") {
			line += " --set port=1"
		}
		b.want(2, line, finds...)
	}
	b.wrote()
}

// A dry run shows what would change, line by line, and what would be sent.
func TestADryRunShowsTheDifference(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	edited := b.textFile("edited.json", `{"name":"Mill","port":8080,"contact":{"email":"a@example.com","smtp_password":"`+canary+`"},"limits":[1,2,3],"tokenLifetime":3600,"wait":3600}`)
	b.want(0, "works set --dry-run --body "+edited, "err!e")
	want := unindented(`
		dry run, nothing is sent: works set the document

		1. change the document
		   name: "Works" → "Mill"
		   contact.smtp_password: "[redacted]" → "[redacted]"
		   limits.2: (none) → 3
		   tokenLifetime: (none) → 3600
		   wait: (none) → 3600
		   PATCH ` + b.service.URL + `/document
		   Accept: application/json
		   Authorization: [redacted]
		   Content-Type: application/json
		   User-Agent: unictl/v1.2.3
		   {
		     "name": "Mill",
		     "contact": {
		       "email": "a@example.com",
		       "smtp_password": "[redacted]"
		     },
		     "limits": [
		       1,
		       2,
		       3
		     ],
		     "tokenLifetime": 3600,
		     "wait": 3600
		   }
		`)
	if diff := cmp.Diff(want, b.out.String()); diff != "" {
		t.Error(diff)
	}
	b.wrote()
}

func TestADryRunForMachines(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works write --dry-run -o json --set name=Mill --set contact:=null --set new:=[] --jq .requests[0].changes", "out!hunter2")
	var got []map[string]any
	if err := json.Unmarshal(b.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"path": "name", "from": "Works", "to": "Mill"},
		{"path": "contact", "from": map[string]any{"email": "a@example.com", "smtp_password": "[redacted]"}, "to": nil},
		{"path": "new", "from": nil, "to": []any{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	b.want(0, "works write --dry-run -o yaml --set name=Mill", "out:path: name", "out:from: Works", "out:dryRun: true", "out!hunter2")
	b.wrote()
}

// A document that is a secret as a whole is not compared in public.
func TestADryRunOfAHiddenDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works hide --dry-run --set name=Mill", "out!→", "out:PATCH")
}

// A document of another kind is replaced as a whole, and said to be.
func TestADryRunOfAnotherKindOfDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.service.on("GET /document", reply(200, `"a\u001b[31mtext"`))
	b.want(0, "works write --dry-run --body "+b.textFile("body.json", `{"a":1}`), `out:   all of it: "a\u001b[31mtext" → {"a":1}`)
}
