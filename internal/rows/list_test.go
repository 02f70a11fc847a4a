package rows

import (
	"strings"
	"testing"
)

func TestList(t *testing.T) {
	tell(t, List, verb(), []story{
		{"plain", "ada@x.org\nbob@x.org\n", rowsOf("1:1 email=ada@x.org", "2:2 email=bob@x.org")},
		{"CRLF, blank lines and comments", "\ufeff# people\r\n\r\n  ada@x.org \r\n\t# bob@x.org\r\nid#7\r\na,b\n#8\n#\n\x1a", rowsOf("1:3 email=ada@x.org", "2:5 email=id#7", "3:6 email=a,b", "4:7 email=#8")},
		{"empty", "", outcome{}},
		{"blank", "\n \n", outcome{}},
		{"comment without an end", "# x", outcome{}},
		{"faults", "a\x00\nb\n\xe9\n", outcome{Rows: []string{"2:2 email=b"}, Faults: []string{
			"row 1 (line 1), column email: holds the control character U+0000 // remove it; many editors do not show it",
			`row 3 (line 3), column email: holds bytes that are not UTF-8 // save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`,
		}}},
		{"CR alone", "ada@x.org\rbob@x.org\r", outcome{Faults: []string{
			"row 1 (line 1), column email: holds a carriage return (CR) without a line feed // end lines with LF or CRLF",
		}}},
		{"CR alone after a comment", "# people\rbob@x.org\r", outcome{Faults: []string{
			"row 1 (line 1), column email: holds a carriage return (CR) without a line feed // end lines with LF or CRLF",
		}}},
	})
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]Format{
		"":                          List,
		"\n# only\n":                List,
		"ada@x.org\nbob@x.org\n":    List,
		"\ufeff[{\"email\": 1}]":    JSON,
		"\n\n  [\n":                 JSON,
		"{\"email\": \"a\"}\n":      JSONL,
		"# x\n{\"email\": \"a\"}\n": JSONL,
		"- email: a\n":              YAML,
		"---\n- email: a\n":         YAML,
		"email,groups\na,b\n":       CSV,
		"# a\tb\n\nemail;groups\n":  CSV,
		"\"# a\"\nemail;groups\n":   CSV,
		"sep=;\nemail;groups\n":     CSV,
		"E-Mail\na\n":               CSV,
		"\"email\"\na\n":            CSV,
		"email\tgroups\n":           TSV,
	} {
		reader, err := NewReader(strings.NewReader(text), "", verb())
		if err != nil {
			if want != JSON {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if got := reader.Format(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	got := outcomeOf(t, strings.NewReader("# x\nemail;groups\na;b\n"), "", verb())
	if len(got.Rows) != 1 || got.Rows[0] != "1:3 email=a groups=b" {
		t.Errorf("rows after sniffing: %q", got)
	}
	got = outcomeOf(t, strings.NewReader("email\n"), "", Options{Only: "id"})
	if len(got.Rows) != 1 || got.Rows[0] != "1:1 id=email" {
		t.Errorf("a single word without known columns: %q", got)
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{
		"people.csv": CSV, "a/b.TSV": TSV, "x.tab": TSV, "x.json": JSON, "x.y.jsonl": JSONL, "x.ndjson": JSONL, "x.yaml": YAML, "x.yml": YAML, "ids.txt": List,
		"x.xlsx": "", "people": "", "-": "", ".csv/x": "",
	} {
		if got, ok := FormatOf(path); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v, want %q", path, got, ok, want)
		}
	}
	if _, err := NewReader(strings.NewReader("a"), "xml", Options{}); err == nil || !strings.Contains(err.Error(), `unknown format "xml": one of ["csv" "tsv" "json" "jsonl" "yaml" "list"]`) {
		t.Errorf("unknown format: %v", err)
	}
}

func TestFoldColumn(t *testing.T) {
	for name, want := range map[string]string{"First-Name": "firstname", "first_name": "firstname", " FIRST\u00a0name ": "firstname", "É": "é", "-_ ": ""} {
		if got := FoldColumn(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
