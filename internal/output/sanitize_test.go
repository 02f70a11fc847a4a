package output

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func TestSanitize(t *testing.T) {
	tests := map[string]string{
		"":      "",
		"plain": "plain",
		"Zoë 李小龍 👩‍👩‍👧 ❤️ 👩🏽‍🚒 עברית":                                    "Zoë 李小龍 👩‍👩‍👧 ❤️ 👩🏽‍🚒 עברית",
		"ad\u200ba \ufeff\u200e\u200f\u061c\u00ad\u2060\u3164\U000e0041": `ad\u200ba \ufeff\u200e\u200f\u061c\u00ad\u2060\u3164\ue0041`,
		"bo\u200dss\ufe0f\ufe0e":     `bo\u200dss\ufe0f\ufe0e`,
		"\x1b[31mred\x1b[0m":         "␛[31mred␛[0m",
		"\x1b]8;;http://x\x07":       "␛]8;;http://x␇",
		"a\r\nb\tc\x00\x7f":          "a␍␊b␉c␀␡",
		"c1 \u0085\u009b":            `c1 \u0085\u009b`,
		"\u202eexe.fdp\u2066x\u2069": `\u202eexe.fdp\u2066x\u2069`,
		"line\u2028para\u2029":       `line\u2028para\u2029`,
		"bad \x9b31m\xff":            "bad \ufffd31m\ufffd",
	}
	for in, want := range tests {
		if diff := cmp.Diff(want, Sanitize(in)); diff != "" {
			t.Errorf("Sanitize(%q) (-want +got):\n%s", in, diff)
		}
	}
}

// steers finds what must not be printed; newlines end the lines of the output.
func steers(s string) string {
	for i, r := range s {
		switch {
		case r == '\n':
		case r < 0x20, r >= 0x7f && r <= 0x9f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return s[i:]
		}
	}
	if !utf8.ValidString(s) {
		return s
	}
	return ""
}

func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b]0;t\x07", "\u009b1m", "\u202e\u2069", "\xc2", "\xe2\x80", "a\nb\t\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Sanitize(s)
		if bad := steers(got); bad != "" || strings.Contains(got, "\n") {
			t.Errorf("Sanitize(%q) = %q lets %q through", s, got, bad)
		}
		if again := Sanitize(got); again != got {
			t.Errorf("Sanitize is not stable: %q, %q", got, again)
		}
	})
}

func TestCompactEscapesWhatDecodersWouldRefuse(t *testing.T) {
	if diff := cmp.Diff(`{"a":"b c\u001b\u000a"}`, string(appendCompact(nil, []byte("{ \"a\":\n\"b c\x1b\n\"}")))); diff != "" {
		t.Error(diff)
	}
}

func FuzzCompact(f *testing.F) {
	for _, seed := range []string{`{ "a" : [ 1, "\u001b\\\" b" ] }`, "[\"\u009b\u202e \x7f\"]", "\"\x9b\"", " 1e400\n", `"\`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := appendCompact(nil, raw)
		if bad := steers(string(got)); bad != "" || bytes.ContainsAny(got, "\n") {
			t.Errorf("appendCompact(%q) = %q lets %q through", raw, got, bad)
		}
		var want bytes.Buffer
		if json.Compact(&want, raw) != nil {
			return // not JSON: safe is all it can be
		}
		if diff := cmp.Diff(string(appendEscaped(nil, want.Bytes())), string(got)); diff != "" {
			t.Errorf("appendCompact(%q) (-json.Compact +got):\n%s", raw, diff)
		}
		var before, after any
		if json.Unmarshal(raw, &before) == nil && (json.Unmarshal(got, &after) != nil || !cmp.Equal(before, after)) {
			t.Errorf("appendCompact(%q) = %q is other data", raw, got)
		}
	})
}

// attack is what a server could send in a name or a field's name.
const attack = "\x1b[2J\x1b]8;;http://evil\x07\u009b31m\u0085\x7f\u202e\u2066\u2028\x00"

// attackJSON carries it in the rawest form JSON allows.
func attackJSON() json.RawMessage {
	value := "\\u001b[2J\\u001b]8;;http://evil\\u0007\u009b31m\u0085\x7f\u202e\u2066\u2028\\u0000"
	return json.RawMessage(`{"name":"` + value + `","publicId":"` + value + `","k` + "\u202e\u009b" + `":["` + value + `"]}`)
}

func TestNothingSteersTheTerminal(t *testing.T) {
	row := received(t, string(attackJSON()))
	options := []Options{{JQ: ".[]?, .name?"}, {Format: JSONL, JQ: ".name, ."}, {Format: JSONL, Columns: []string{"name"}}}
	for _, f := range Formats() {
		options = append(options, Options{Format: Format(f)}, terminal(Format(f)))
	}
	for _, o := range options {
		var out bytes.Buffer
		_, err := WriteList(&out, o, personColumns(), each([]Row{row, row}))
		if err != nil {
			t.Error(err)
		}
		if err := WriteOne(&out, o, personColumns(), row); err != nil {
			t.Error(err)
		}
		if err := WriteDocument(&out, o, row.Raw, attack); err != nil {
			t.Error(err)
		}
		if bad := steers(out.String()); bad != "" || out.Len() == 0 {
			t.Errorf("%+v lets %q through", o, bad)
		}
	}
}

// What nobody sees is shown in tables; in data it stays what it was.
func TestNothingHidesInATable(t *testing.T) {
	const hidden = "ad\u200ba \u200e\ufeff\u061c"
	row := received(t, `{"name":"`+hidden+`","publicId":"`+hidden+`","k`+hidden+`":"`+hidden+`"}`)
	for _, f := range Formats() {
		for _, o := range []Options{{Format: Format(f)}, terminal(Format(f))} {
			var out bytes.Buffer
			if _, err := WriteList(&out, o, personColumns(), each([]Row{row})); err != nil {
				t.Error(err)
			}
			if err := WriteOne(&out, o, personColumns(), row); err != nil {
				t.Error(err)
			}
			switch shown := strings.ContainsAny(out.String(), "\u200b\u200e\ufeff\u061c"); o.Format {
			case Table, Wide, Name:
				if shown {
					t.Errorf("%+v: %q", o, out.String())
				}
			default:
				if !shown {
					t.Errorf("%+v lost data: %q", o, out.String())
				}
			}
		}
	}
}

func TestEscapingKeepsTheData(t *testing.T) {
	row := received(t, string(attackJSON()))
	var want, fromJSON, fromYAML any
	if err := json.Unmarshal(row.Raw, &want); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteOne(&out, Options{Format: JSON}, nil, row); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &fromJSON); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := WriteOne(&out, Options{Format: YAML}, nil, row); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(out.Bytes(), &fromYAML); err != nil {
		t.Fatalf("%v in\n%s", err, &out)
	}
	if diff := cmp.Diff(want, fromJSON) + cmp.Diff(want, fromYAML); diff != "" {
		t.Errorf("data changed:\n%s", diff)
	}
}
