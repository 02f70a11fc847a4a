package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestFlipBoolean(t *testing.T) {
	t.Parallel()
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
		if l, err := sole(json.RawMessage(test.doc), "boolean", 't', 'f'); err != nil || l.path != test.path {
			t.Errorf("%s: %q %v, want %q", test.doc, l.path, err, test.path)
		}
		for to, want := range map[bool]string{true: test.on, false: test.off} {
			got, was, err := flipBoolean(json.RawMessage(test.doc), to)
			if err != nil || string(got) != want || was != test.was {
				t.Errorf("%s to %v: %s %v %v", test.doc, to, got, was, err)
			}
		}
	}
}

func TestFlipBooleanRefuses(t *testing.T) {
	t.Parallel()
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
		_, _, err := flipBoolean(json.RawMessage(doc), true)
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Kind != rest.Failed || !strings.Contains(e.Message, part) || e.Hint == "" {
			t.Errorf("%s: %v, want %q", doc, err, part)
		}
	}
}

func TestSoleText(t *testing.T) {
	t.Parallel()
	const canary = "canary-mobile-key-77"
	got, err := soleText(json.RawMessage(`{"n":1, "k3" : "`+canary+`","on":true}`), `new "<key>"`)
	if err != nil || string(got) != `{"n":1, "k3" : "new \"<key>\"","on":true}` {
		t.Errorf("%s %v", got, err)
	}
	got, err = soleText(json.RawMessage(`"`+canary+`"`), "x")
	if err != nil || string(got) != `"x"` {
		t.Errorf("%s %v", got, err)
	}
	for _, doc := range []string{`{"a":"` + canary + `","b":"` + canary + `"}`, `{"a":null}`, `{`} {
		_, err := soleText(json.RawMessage(doc), "x")
		if !rest.Is(err, rest.Failed) || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

// FuzzFlipBoolean holds that one boolean changes and not one byte more.
func FuzzFlipBoolean(f *testing.F) {
	for _, seed := range []string{`{"a":true}`, ` [ {"x" : false , "y":"true"} ] `, `true`, `{"a":1}`, `{"a":true,"b":false}`, `{"true":true}`, "{\"\xff\":true}", `{"\ud800":true}`, `{"a":[[],{},true]}`} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, doc []byte, to bool) {
		if _, err := leavesOf(doc); (err == nil) != json.Valid(doc) {
			t.Fatalf("%q: %v", doc, err)
		}
		flipped, was, err := flipBoolean(doc, to)
		if err != nil {
			return
		}
		again, is, err := flipBoolean(flipped, was)
		if err != nil || is != to || !bytes.Equal(again, doc) {
			t.Errorf("%q became %q and then %q: %v", doc, flipped, again, err)
		}
	})
}
