package output

import (
	"bytes"
	"encoding/json"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What is written by hand is what yaml would have written.
func FuzzPlainYAML(f *testing.F) {
	for _, row := range crowd(f, 3) {
		f.Add(string(row.Raw))
	}
	for _, s := range []string{
		`{"a":[],"b":{},"c":[[1,[2]],[],[{}],[{"x":[{"y":{}}]}]],"d":{"e":{"f":[{}]}}}`,
		`[["y","No","true","null","1","1e5","0x1f","1_000","12:30","2026-11-19","2026-11-19T10:00:00Z",""]]`,
		`{"y":1,"1":2,"":3,"true":4,"a b":5,"a: b":6,"-":7,"~":8,"[redacted]":"[redacted]","truefalse":"https://x/y?z","null":null}`,
		`{"n":[-0,1.50,1e400,12345678901234567890,0,-12,1E5,0.1e-7],"b":[true,false],"t":"a #b","u":"a# b","Größe":"Müller, Ä & Söhne","e":"\u00e4\n"}`,
		`"infinity"`, `".inf"`, `"e@1"`, `"1@"`, `"Infinity"`, `{"a":1,"a":2}`, `"a:b"`, `"a :b"`, `"a  b"`, `"x=y"`, `"\u2028"`, `"日本"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		enc := appendCompact(nil, []byte(text))
		var y plainYAML
		got, ok := y.element(nil, enc)
		if !ok {
			return
		}
		node, err := yamlNode(enc)
		if err != nil {
			t.Fatal(err)
		}
		want, err := yamlText(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}})
		if err != nil {
			t.Fatal(err)
		}
		if want = bytes.TrimSuffix(want, []byte{'\n'}); !bytes.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	})
}

// The people of the benchmark are plain.
func TestPeopleArePlainYAML(t *testing.T) {
	for _, row := range crowd(t, 3) {
		if text, ok := new(plainYAML).element(nil, row.Raw); !ok {
			t.Errorf("not plain: %s", text)
		}
	}
}
