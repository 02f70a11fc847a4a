package document

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lines spells differences for comparison.
func lines(all []Difference) []string {
	spell := func(raw json.RawMessage) string {
		if raw == nil {
			return "-"
		}
		return string(raw)
	}
	var out []string
	for _, d := range all {
		out = append(out, d.Path+": "+spell(d.From)+" > "+spell(d.To))
	}
	return out
}

func TestDiff(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to string
		want     []string
	}{
		"by value":      {`{"a":1800,"b":"\u0061","c":-0,"d":{"x":1,"y":[1e2]}}`, `{"d":{"y":[100.0],"x":1.0},"c":0.0e5,"b":"a","a":1.8e3}`, nil},
		"leaves":        {`{"a":1,"b":{"c":true,"d":"x"},"e":null}`, `{"b":{"d":"y","c":true},"a":2,"e":0}`, []string{"a: 1 > 2", `b.d: "x" > "y"`, "e: null > 0"}},
		"members":       {`{"a":{"b":1,"c":{"d":2}},"z":1}`, `{"new":{"x":{"y":1},"e":{}},"z":1}`, []string{"a.b: 1 > -", "a.c.d: 2 > -", "new.x.y: - > 1", "new.e: - > {}"}},
		"empty":         {`{"a":{},"b":[1],"c":[]}`, `{"a":{"x":1},"b":[],"c":{}}`, []string{"a.x: - > 1", "b.0: 1 > -", "c: [] > {}"}},
		"lists":         {`{"l":[1,{"a":1},3]}`, `{"l":[1,{"a":2}]}`, []string{"l.1.a: 1 > 2", "l.2: 3 > -"}},
		"kinds":         {`{"a":{"b":1},"c":"1"}`, `{"a":[1],"c":1}`, []string{`a: {"b":1} > [1]`, `c: "1" > 1`}},
		"dots in names": {`{"a.b":1}`, `{"a.b":2}`, []string{`a\.b: 1 > 2`}},
		"no document":   {``, `{"a":[true]}`, []string{"a.0: - > true"}},
		"scalars":       {`1`, `"x"`, []string{`: 1 > "x"`}},
		"no json":       {`{`, `{}`, []string{`: "{" > {}`}},
		"repeated":      {`{"a":1,"a":2}`, `{"a":2}`, nil},
		"large":         {`[1e999999999999,12345678901234567890]`, `[1e999999999998,12345678901234567891]`, []string{"0: 1e999999999999 > 1e999999999998", "1: 12345678901234567890 > 12345678901234567891"}},
		"beyond":        {`[1e99999999999999999999,2]`, `[1e99999999999999999999,2e0]`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(Diff(json.RawMessage(tt.from), json.RawMessage(tt.to)))); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			if equal := Equal(json.RawMessage(tt.from), json.RawMessage(tt.to)); equal != (tt.want == nil) {
				t.Errorf("Equal is %v", equal)
			}
		})
	}
}

func TestSameNumber(t *testing.T) {
	for _, group := range [][]string{
		{"0", "-0", "0.00", "0e9", "-0.0E-99999999999999999999"},
		{"1800", "1800.0", "1.8e3", "18E+2", "180000e-2", "0.18e4"},
		{"-0.05", "-5e-2", "-0.0500", "-50E-3"},
		{"1", "10e-1", "0.01e2"}, {"-1"}, {"10"}, {"1.01"}, {"0.1"}, {"1e1000000000"}, {"1e-1000000000"},
	} {
		for _, a := range group {
			for _, other := range []string{"0", "1800", "-0.05", "1", "-1", "10", "1.01", "0.1", "1e1000000000", "1e-1000000000"} {
				if got := sameNumber(a, other); got != (group[0] == other) {
					t.Errorf("%s and %s: %v", a, other, got)
				}
			}
		}
	}
}

func TestPatch(t *testing.T) {
	const current = `{"a":1800,"b":{"x":1,"y":2},"c":[1],"d":null}`
	for wanted, want := range map[string]string{
		current:                                 `{}`,
		`{"a":1.8e3,"b":{"y":2,"x":1}}`:         `{}`,
		`{}`:                                    `{}`,
		``:                                      `{}`,
		`{"b":{"x":1,"y":3},"a":1800}`:          `{"b":{"x":1,"y":3}}`,
		`{"new":1.50,"d":0,"c":[1,2],"a":1800}`: `{"new":1.50,"d":0,"c":[1,2]}`,
		`{"a":5,"a":1800,"b":{"x":1}}`:          `{"b":{"x":1}}`,
	} {
		got, err := Patch(json.RawMessage(current), json.RawMessage(wanted), false)
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", wanted, got, err, want)
		}
	}
	for wanted, want := range map[string]string{
		`{"b":{"x":1,"y":3},"a":1800}`:      `{"b":{"y":3}}`,
		`{"b":{"x":1}}`:                     `{}`,
		`{"b":{"z":{"w":1}},"d":{"new":1}}`: `{"b":{"z":{"w":1}},"d":{"new":1}}`,
		`{"b":{},"c":[1,{"x":1}],"new":{}}`: `{"c":[1,{"x":1}],"new":{}}`,
		`{"b":null}`:                        `{"b":null}`,
	} {
		if got, err := Patch(json.RawMessage(current), json.RawMessage(wanted), true); err != nil || string(got) != want {
			t.Errorf("merged %s: %s, %v, want %s", wanted, got, err, want)
		}
	}
	if got, err := Patch(nil, json.RawMessage(`{"a":1}`), false); err != nil || string(got) != `{"a":1}` {
		t.Errorf("without a current document: %s, %v", got, err)
	}
	for _, broken := range []string{`[1]`, `5`, `{`} {
		if got, err := Patch(json.RawMessage(current), json.RawMessage(broken), true); err == nil {
			t.Errorf("%s: %s, want an error", broken, got)
		}
		if got, err := Patch(json.RawMessage(broken), json.RawMessage(current), true); err == nil {
			t.Errorf("from %s: %s, want an error", broken, got)
		}
	}
}

func TestMerge(t *testing.T) {
	for _, tt := range []struct{ current, body, want string }{
		{`{"a":{"b":1,"c":2},"d":[1,2]}`, `{"d":[3],"a":{"c":null,"e":5}}`, `{"a":{"b":1,"c":null,"e":5},"d":[3]}`},
		{`{"a":1}`, `{"a":{"b":1}}`, `{"a":{"b":1}}`},
		{`{"a":{"b":1}}`, `{"a":5}`, `{"a":5}`},
		{`{"a":1}`, `[1]`, `[1]`},
		{`[1]`, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, ``, `{"a":1}`},
		{``, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, `{`, `{`},
		{`{`, `{"a":1}`, `{"a":1}`},
	} {
		if got := string(Merge(json.RawMessage(tt.current), json.RawMessage(tt.body))); got != tt.want {
			t.Errorf("%s and %s: %s, want %s", tt.current, tt.body, got, tt.want)
		}
	}
}

func TestDifferenceMask(t *testing.T) {
	from := `{"user":"ada","password":"canary-1","tokens":["canary-2"],"credentials":{"name":"canary-3","port":25},"x":1}`
	to := `{"user":"bob","password":"canary-4","tokens":["canary-5"],"credentials":{"name":"canary-6","port":26},"x":{"secret":"canary-7"}}`
	var masked []Difference
	for _, d := range Diff(json.RawMessage(from), json.RawMessage(to)) {
		masked = append(masked, d.Mask())
	}
	want := []string{`user: "ada" > "bob"`, `password: "[redacted]" > "[redacted]"`, `tokens.0: "[redacted]" > "[redacted]"`,
		`credentials.name: "[redacted]" > "[redacted]"`, `credentials.port: 25 > 26`, `x: 1 > {"secret":"[redacted]"}`}
	if diff := cmp.Diff(want, lines(masked)); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	if strings.Contains(strings.Join(lines(masked), ""), "canary") {
		t.Error("a secret is shown")
	}
}
