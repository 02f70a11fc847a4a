package intrexx

import (
	"encoding/json"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestFlipBoolean(t *testing.T) {
	tests := []struct {
		doc, path string
		was       bool
		on, off   string
	}{
		{`{"q7":true}`, "q7", true, `{"q7":true}`, `{"q7":false}`},
		{` { "b" : "true", "a":{"x":[1, {"on" :false , "n":1.0}]}, "c":null } `, "a.x[1].on", false,
			` { "b" : "true", "a":{"x":[1, {"on" :true , "n":1.0}]}, "c":null } `, ` { "b" : "true", "a":{"x":[1, {"on" :false , "n":1.0}]}, "c":null } `},
		{`true`, "", true, `true`, `false`},
		{"\n[[false]]", "[0][0]", false, "\n[[true]]", "\n[[false]]"},
		{`{"a":1,"a":false,"true":"false"}`, "a", false, `{"a":1,"a":true,"true":"false"}`, `{"a":1,"a":false,"true":"false"}`},
		{`{"a":{},"b":[],"c":true}`, "c", true, `{"a":{},"b":[],"c":true}`, `{"a":{},"b":[],"c":false}`},
		{"{\"a\"\t:\r\n\tfalse\t}", "a", false, "{\"a\"\t:\r\n\ttrue\t}", "{\"a\"\t:\r\n\tfalse\t}"},
		{`{"":true}`, "", true, `{"":true}`, `{"":false}`},
	}
	for _, test := range tests {
		for to, want := range map[bool]string{true: test.on, false: test.off} {
			got, was, path, err := FlipBoolean(json.RawMessage(test.doc), to)
			if err != nil || string(got) != want || was != test.was || path != test.path {
				t.Errorf("%s to %v: %s %v %q %v", test.doc, to, got, was, path, err)
			}
		}
	}
}

func TestFlipBooleanRefuses(t *testing.T) {
	for doc, part := range map[string]string{
		`{"a":true,"b":{"c":[false]}}`:  "2 values of the kind boolean are in the answer, where one was due: a, b.c[0]",
		`{"state":"running","n":1}`:     "no boolean is in the answer, where one was due; it has state, n",
		`{}`:                            "it has nothing",
		`"on"`:                          "it has the whole document",
		`{"a":tru`:                      "not JSON",
		``:                              "not JSON",
		`{"a\u001b[31m":1}`:             "it has a[31m",
		`[1,1,1,1,1,1,1,1,1,1,1,1,1,1]`: "[9], and 4 more",
	} {
		_, _, _, err := FlipBoolean(json.RawMessage(doc), true)
		if e := asError(t, err, rest.Failed); !strings.Contains(e.Message, part) || e.Hint == "" {
			t.Errorf("%s: %q, want %q", doc, e.Message, part)
		}
	}
}

func TestSoleText(t *testing.T) {
	got, path, err := SoleText(json.RawMessage(`{"n":1, "k3" : "`+canaryMobile+`","on":true}`), `new "<key>"`)
	if err != nil || path != "k3" || string(got) != `{"n":1, "k3" : "new \"<key>\"","on":true}` {
		t.Errorf("%s %q %v", got, path, err)
	}
	got, path, err = SoleText(json.RawMessage(`"`+canaryMobile+`"`), "x")
	if err != nil || path != "" || string(got) != `"x"` {
		t.Errorf("%s %q %v", got, path, err)
	}
	for _, doc := range []string{`{"a":"` + canaryMobile + `","b":"` + canaryMobile + `"}`, `{"a":null}`, `{`} {
		_, _, err := SoleText(json.RawMessage(doc), "x")
		asError(t, err, rest.Failed)
	}
}
