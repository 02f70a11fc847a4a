package cli

import (
	"strings"
	"testing"
)

// What cannot be written is refused, and nothing is sent but the read.
func TestEditsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		current, line string
		finds         []string
	}{
		"nothing said":       {settled, "set", []string{"err:nothing is said of what to write", "err:hint: --set MEMBER=VALUE"}},
		"unknown member":     {settled, "set --set prot=1", []string{`err:--set: prot: the document has no member "prot"`, `err:did you mean "port"?`}},
		"wrong type":         {settled, "set --set port=eighty", []string{`err:--set: port: is a number, "eighty" is none`, "err:hint: to replace it by another type, write port:=json"}},
		"no expression":      {settled, "set --set port", []string{"err:--set: there is no = in it", "err:hint: write a.b=text"}},
		"broken JSON":        {settled, "set --set port:={", []string{"err:--set: port:= is not JSON: line 1, column 1"}},
		"twice":              {settled, "set --set port=1 --set port=2", []string{"err:--set: port: it is set twice"}},
		"flag and set":       {settled, "set --email b@example.com --set contact.email=c@example.com", []string{"err:contact.email: it is set twice"}},
		"on a list":          {`[1,2]`, "set --set name=x", []string{"err:--set: name: the document is a list of 2"}},
		"on a text":          {`"text"`, "set --set name=x", []string{"err:--set: name: the document is a string, which has no members"}},
		"a list in part":     {`[1,2]`, "set --set 0=5", []string{"err:the current document is a list, not an object", "err:hint: only an object can be written in part"}},
		"below a text":       {settled, "set --set name.first=x", []string{"err:--set: name.first: name is a string, which has no members"}},
		"a secret":           {settled, "set --set contact.smtp_password=" + canary, []string{"err:--set: contact.smtp_password looks like a secret", "err:hint: give it in a document, with --body FILE"}},
		"a secret in JSON":   {settled, `set --set contact:={"smtp_password":"` + canary + `"}`, []string{"err:--set: contact looks like a secret"}},
		"not JSON, a secret": {settled, "set --set token:=" + canary, []string{"err:--set: token:= is not JSON"}},
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
		`[{"a":1}]`:              {"err:the wanted document is a list, not an object"},
		`null`:                   {"err:the wanted document is null, not an object"},
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
