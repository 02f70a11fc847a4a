package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// raws takes lines of JSON for rows.
func raws(lines ...string) []json.RawMessage {
	rows := make([]json.RawMessage, len(lines))
	for i, line := range lines {
		rows[i] = json.RawMessage(line)
	}
	return rows
}

func jobs() []json.RawMessage {
	return raws(
		`{"GUID": "A1", "active": true, "rule": {"cron": "0 0 2 * * ?", "zone": {"name": "UTC", "dst": {"on": false}}}, "tags": ["a", "b"], "last": "2026-11-19T10:00:00Z"}`,
		`{"name":"late","GUID":"B2","rule":null,"tags":[],"count":12345678901234567890.10,"extra":{}}`,
	)
}

func foundText(t *testing.T, o Options, rows []json.RawMessage) string {
	t.Helper()
	cols, found, err := o.Found(rows)
	if err != nil {
		t.Fatal(err)
	}
	return "\n" + written(t, o, cols, found)
}

func TestFound(t *testing.T) {
	tests := map[string]struct {
		o    Options
		want string
	}{
		"wide": {Options{Format: Wide}, `
GUID  active  rule.cron    rule.zone.name  rule.zone.dst  tags       last                  name  count                    extra
A1    true    0 0 2 * * ?  UTC             {"on":false}   ["a","b"]  2026-11-19T10:00:00Z
B2                                                        []                               late  12345678901234567890.10  {}
`},
		"table has eight columns, times as received": {terminal(Table), `
GUID  active  rule.cron    rule.zone.name  rule.zone.dst  tags       last                  name
A1    true    0 0 2 * * ?  UTC             {"on":false}   ["a","b"]  2026-11-19T10:00:00Z
B2                                                        []                               late
`},
		"csv has all": {Options{Format: CSV, Sort: []string{"-GUID"}}, `
GUID,active,rule.cron,rule.zone.name,rule.zone.dst,tags,last,name,count,extra
B2,,,,,[],,late,12345678901234567890.10,{}
A1,true,0 0 2 * * ?,UTC,"{""on"":false}","[""a"",""b""]",2026-11-19T10:00:00Z,,,
`},
		"name": {Options{Format: Name}, "\nA1\nB2\n"},
		"typed columns": {Options{Format: JSONL, Columns: []string{"count", "tags", "active"}}, `
{"count":null,"tags":["a","b"],"active":true}
{"count":12345678901234567890.10,"tags":[],"active":null}
`},
		"as received": {Options{Format: JSONL, Limit: 1}, `
{"GUID":"A1","active":true,"rule":{"cron":"0 0 2 * * ?","zone":{"name":"UTC","dst":{"on":false}}},"tags":["a","b"],"last":"2026-11-19T10:00:00Z"}
`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, foundText(t, tt.o, jobs())); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFoundRowsOfAnyKind(t *testing.T) {
	for name, tt := range map[string]struct {
		o    Options
		rows []json.RawMessage
		want string
	}{
		"scalars":           {Options{}, raws(`"de"`, `7`, `null`, `[1, 2]`), "\nvalue\nde\n7\n\n[1,2]\n"},
		"scalars by name":   {Options{Format: Name}, raws(`"de"`, `"en"`), "\nde\nen\n"},
		"no json":           {Options{Format: JSONL}, raws(`<html>`, ``), "\n\"<html>\"\nnull\n"},
		"mixed":             {Options{}, raws(`{"a":{"b":1}}`, `{"a":5}`, `"x"`), "\na  a.b  value\n   1\n5\n        x\n"},
		"null and absent":   {Options{}, raws(`{"a":null,"b":1}`, `{"b":2}`), "\na  b\n   1\n   2\n"},
		"empty object":      {Options{}, raws(`{"a":{ },"b":1}`), "\na   b\n{}  1\n"},
		"numbers by value":  {Options{Sort: []string{"n"}, NoHeader: true}, raws(`{"n":10}`, `{"n":-5}`, `{"n":1.5e3}`, `{"n":1e999}`, `{"n":9}`), "\n-5\n9\n10\n1.5e3\n1e999\n"},
		"empty list":        {Options{Format: CSV, Columns: []string{"id", "name"}}, nil, "\nid,name\n"},
		"empty, no columns": {Options{Format: CSV}, nil, "\n"},
		"empty by name":     {Options{Format: Name}, nil, "\n"},
		"empty sorted":      {Options{Format: JSON, Sort: []string{"-x"}, Columns: []string{"x"}}, nil, "\n[]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, foundText(t, tt.o, tt.rows)); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFoundIDIsNeverWide(t *testing.T) {
	cols, _ := ColumnsIn(raws(`{"a":1,"b":1,"c":1,"d":1,"e":{"id":7},"f":1,"g":1,"h":1,"i":1,"Id":9}`))
	var shown []string
	for _, c := range (Options{}).shown(cols) {
		shown = append(shown, c.Name)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e.id", "f", "g", "Id"}, shown); diff != "" {
		t.Errorf("columns of a table (-want +got):\n%s", diff)
	}
	if id := idColumn(cols); !id[0].ID || id[0].Name != "Id" {
		t.Errorf("the column of the id is %q", id[0].Name)
	}
}

func TestFoundSanitizes(t *testing.T) {
	rows := raws(`{"\u001b]0;x\u0007":"\u001b[31mred","b\u202e":["\u001b[2J\u202e\u009b"],"c\u0000d":1}`)
	for _, f := range []Format{Table, Wide, CSV, JSON, YAML} {
		got := foundText(t, Options{Format: f}, rows)
		if strings.ContainsAny(got, "\x1b\x00\x07\u202e\u009b") {
			t.Errorf("-o %s lets control characters through: %q", f, got)
		}
	}
	if got := foundText(t, Options{Columns: []string{"c␀d"}}, rows); got != "\nc␀d\n1\n" {
		t.Errorf("a column by its name as shown: %q", got)
	}
}

func TestFoundRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		o    Options
		rows []json.RawMessage
		flag string
		want string
	}{
		"unknown column":      {Options{Columns: []string{"guid"}}, jobs(), "--columns", `did you mean "GUID"?`},
		"unknown sort column": {Options{Sort: []string{"-rule"}}, jobs(), "--sort", "columns: GUID, active"},
		"no id":               {Options{Format: Name}, raws(`{"name":"x"}`), "-o", "--columns NAME"},
		"jq with table":       {Options{Format: Table, JQ: "."}, nil, "--jq", "-o json"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := tt.o.Found(tt.rows)
			usage, ok := errors.AsType[*UsageError](err)
			if !ok || usage.Flag != tt.flag || !strings.Contains(usage.Way, tt.want) {
				t.Errorf("error %v (%+v), want one of %s with %q", err, usage, tt.flag, tt.want)
			}
		})
	}
}

func TestFoundOne(t *testing.T) {
	raw := json.RawMessage(`{"a":1,"b":{"c":"x"},"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":true,"k":[]}`)
	for name, tt := range map[string]struct {
		o    Options
		raw  json.RawMessage
		want string
	}{
		"table shows all": {Options{}, raw, "a:    1\nb.c:  x\nd:    1\ne:    1\nf:    1\ng:    1\nh:    1\ni:    1\nj:    true\nk:    []\n"},
		"columns":         {Options{Format: CSV, Columns: []string{"k", "b.c"}}, raw, "k,b.c\n[],x\n"},
		"scalar":          {Options{}, json.RawMessage(` "https://x" `), "value:  https://x\n"},
		"empty csv":       {Options{Format: CSV}, json.RawMessage(`{}`), ""},
		"json":            {Options{Format: JSONL}, json.RawMessage(`{"n":1.50}`), "{\"n\":1.50}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			cols, row, err := tt.o.FoundOne(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := WriteOne(&out, tt.o, cols, row); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzFound: whatever the rows are, every format prints them, without control
// characters.
func FuzzFound(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":"\u001b"}]},"":null}`, `5`)
	f.Add(`{"id":1,"id":2}`, `{`)
	f.Fuzz(func(t *testing.T, one, two string) {
		rows := raws(one, two)
		for _, format := range []Format{Wide, CSV, JSONL} {
			if got := foundText(t, Options{Format: format}, rows); strings.ContainsAny(got, "\x1b\x00\x7f") {
				t.Errorf("-o %s: %q", format, got)
			}
		}
	})
}
