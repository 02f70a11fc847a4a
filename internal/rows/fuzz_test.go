package rows

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func FuzzCSV(f *testing.F) {
	fuzz(f, CSV, "email,groups\na@x.org,A|B\n", "\ufeffsep=;\r\nemail;groups\r\n\"a\nb\";#\r\n;;\r\n", "# x\n\na\tb\n\"\"\"\",\" x\"\n", "a\n\"b", " #\n0", "\" #\"\n0")
}

func FuzzTSV(f *testing.F) { fuzz(f, TSV, "email\tgroups\na@x.org\tA\n\t\n", "a\n\"b\tc\"\n \n") }

func FuzzJSON(f *testing.F) {
	fuzz(f, JSON, `[{"email": "a", "groups": ["b", 1, true]}, {"a": null, "# b": {"c": []}}, {}]`, "[{\"\\u0061\\\\\": \"\\ud83d\\ude00\\n\"},\n1,[],\"x\"]", "[{\"a\": [\"}\"]}", "{}")
}

func FuzzJSONL(f *testing.F) {
	fuzz(f, JSONL, "{\"email\": \"a\"}\n\n# x\n{\"groups\": [\"b\"]}\r\n[]\n{", `{"a":-1.5e+3,"b":"\u0000"}`)
}

func FuzzYAML(f *testing.F) {
	fuzz(f, YAML, "- email: a\n  groups: [b, 007]\n- &x {a: *x}\n- *x\n", "---\n- ? [a]\n  : b\n- <<: {c: d}\n", "- a: |\n    b\n\n   c\n", "- a: !!binary x\n- !t\n- - -\n")
}

func FuzzList(f *testing.F) { fuzz(f, List, "a@x.org\n# b\n\n c \r\n", "\x00\n\xff\n") }

func FuzzSniffed(f *testing.F) {
	fuzz(f, "", "email;groups\na;b\n", "[{\"a\": 1}]", "- a: b\n", "a@x.org\n", "{\"a\": 1}\n", "\xff\xfea\x00")
}

// fuzz: whatever the file, reading it ends without a panic; rows are counted up
// and stand further and further down; cells are UTF-8 without control
// characters; and written as a file of the same format they are read again.
func fuzz(f *testing.F, format Format, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		reader, err := NewReader(bytes.NewReader(text), format, Options{Only: "email"})
		if err != nil {
			return
		}
		var all [][]Cell
		last := Row{}
		for {
			row, err := reader.Next()
			if fault := (*Fault)(nil); err != nil && !errors.As(err, &fault) {
				break
			}
			lines := bytes.Count(text, []byte("\n")) + 1
			if reader.Format() == YAML { // it has other ends of lines, too
				lines = len(text)
			}
			if row.Number != last.Number+1 || row.Line < last.Line || row.Line > lines {
				t.Fatalf("%q: row %d in line %d follows row %d in line %d", text, row.Number, row.Line, last.Number, last.Line)
			}
			last = row
			sound(t, text, row)
			if err == nil && (len(row.Cells) > 0 || reader.Format() != List) {
				all = append(all, row.Cells)
			}
		}
		reread(t, text, reader, all)
	})
}

func sound(t *testing.T, text []byte, row Row) {
	for _, c := range row.Cells {
		if c.Given != (len(c.Values) > 0) || c.Column == "" && row.Number == 0 {
			t.Fatalf("%q: cell %+v", text, c)
		}
		for _, value := range append([]string{c.Column}, c.Values...) {
			if !utf8.ValidString(value) || strings.ContainsAny(value, "\x00\x1b\r\u0085") || len(value) > maxCell {
				t.Fatalf("%q: cell %q", text, value)
			}
		}
		for _, value := range c.Values {
			if strings.TrimSpace(value) == "" && value[0] <= ' ' {
				t.Fatalf("%q: blank cell %q is given", text, value)
			}
		}
	}
}

func reread(t *testing.T, text []byte, reader *Reader, all [][]Cell) {
	columns := reader.Columns()
	f := reader.Format()
	if f == List {
		columns = []string{"email"}
	} else if f == CSV && columns == nil || f == TSV && columns == nil {
		return
	}
	var b bytes.Buffer
	w := NewWriter(&b, f, columns)
	var want []string
	for _, cells := range all {
		if err := w.Write(cells); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		want = append(want, brief(Row{Cells: cells}))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := NewReader(&b, f, Options{Only: "email"})
	if err != nil {
		t.Fatalf("%q, written again: %v", text, err)
	}
	var got []string
	for {
		row, err := again.Next()
		if err == io.EOF {
			break
		}
		if err != nil && strings.Contains(err.Error(), "looks like another row") {
			return // it did not with the separator that it had
		}
		if err != nil {
			t.Fatalf("%q, written again: %v", text, err)
		}
		got = append(got, brief(Row{Cells: row.Cells}))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%q, written again (-want +got):\n%s", text, diff)
	}
}
