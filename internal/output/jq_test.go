package output

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJQ(t *testing.T) {
	tests := map[string]struct {
		o    Options
		n    int
		want string
	}{
		"strings are raw":        {Options{JQ: ".[].name"}, 2, "Ada\nBob <b>\n"},
		"numbers are exact":      {Options{JQ: ".[0].quota, 9007199254740993"}, 2, "12345678901234567890.10\n9007199254740993\n"},
		"compact when piped":     {Options{JQ: ".[0]|{name,logins}"}, 2, `{"logins":10,"name":"Ada"}` + "\n"},
		"indented on a terminal": {Options{JQ: ".[0]|{name}", Terminal: true}, 2, "{\n  \"name\": \"Ada\"\n}\n"},
		"html stays":             {Options{JQ: ".[1:]|map(.name)"}, 2, `["Bob <b>"]` + "\n"},
		"per row":                {Options{JQ: ".logins+1", Format: JSONL}, 2, "11\n10\n"},
		"rows may give nothing":  {Options{JQ: "select(.logins>9).name", Format: JSONL}, 2, "Ada\n"},
		"over picked columns":    {Options{JQ: ".[]|keys[]", Columns: []string{"name"}}, 2, "name\nname\n"},
		"sorted before":          {Options{JQ: ".[].name", Sort: []string{"logins"}}, 2, "Bob <b>\nAda\n"},
		"limited before":         {Options{JQ: "length", Limit: 1}, 1, "1\n"},
		"halt ends the list":     {Options{JQ: ".name, halt", Format: JSONL}, 0, "Ada\n"},
		"halt in a sorted list":  {Options{JQ: ".name, halt", Format: JSONL, Sort: []string{"logins"}}, 0, "Bob <b>\n"},
		"halt over the list":     {Options{JQ: "length, halt, 1"}, 2, "2\n"},
		"no environment":         {Options{JQ: "env, $ENV|length"}, 2, "0\n0\n"},
	}
	t.Setenv("UNICTL_IXON_TOKEN", "canary-91bc")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			n, err := WriteList(&out, tt.o, personColumns(), each(people(t)))
			if err != nil || n != tt.n {
				t.Fatalf("WriteList = %d, %v; want %d", n, err, tt.n)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJQThatFailsOnTheData(t *testing.T) {
	doc := map[string]string{"token": "canary-55d0 with words"}
	tests := map[string]string{
		".token[]":              "cannot iterate over: string",
		".token|fromjson":       "fromjson cannot be applied to …",
		".token + 1":            "cannot add: string",
		`.token|ltrimstr(1)|.x`: "ltrimstr…",
		`[.]|implode`:           "implode cannot be applied to: array",
		`error("my own words")`: "error: my own words",
	}
	for expr, want := range tests {
		err := WriteDocument(&bytes.Buffer{}, Options{JQ: expr}, doc, "id1")
		failed, ok := errors.AsType[*JQError](err)
		if !ok {
			t.Errorf("%s: %v, want a JQError", expr, err)
			continue
		}
		if failed.Expr != expr || !strings.HasPrefix(failed.Message, want) {
			t.Errorf("%s: %+v, want message %q", expr, failed, want)
		}
		if strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error quotes the data: %v", expr, err)
		}
	}
}

func TestJQPrintsWhatCameBeforeItsError(t *testing.T) {
	var out bytes.Buffer
	n, err := WriteList(&out, Options{JQ: ".name, (if .logins < 10 then error(\"few\") else empty end)", Format: JSONL},
		personColumns(), each(people(t)))
	if _, ok := errors.AsType[*JQError](err); !ok || n != 1 {
		t.Errorf("WriteList = %d, %v; want the error in row 2", n, err)
	}
	if diff := cmp.Diff("Ada\nBob <b>\n", out.String()); diff != "" {
		t.Error(diff)
	}
}

// Rows do not see each other, though their objects are used again.
func TestJQForgetsRows(t *testing.T) {
	rows := []Row{{Raw: []byte(`{"a":{"x":1},"b":[{"y":2}],"c":3}`)}, {Raw: []byte(`{"a":{},"b":[{"z":"\ud800","z":1.50}]}`)}, {Raw: []byte(`{}`)}}
	var out bytes.Buffer
	if _, err := WriteList(&out, Options{Format: JSONL, JQ: "., .a"}, nil, func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	want := "{\"a\":{\"x\":1},\"b\":[{\"y\":2}],\"c\":3}\n{\"x\":1}\n{\"a\":{},\"b\":[{\"z\":1.50}]}\n{}\n{}\nnull\n"
	if out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}
