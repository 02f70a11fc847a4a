package rows

import (
	"slices"
	"strings"
	"testing"
)

func TestCSV(t *testing.T) {
	tell(t, CSV, verb(), []story{
		{"plain", "email,groups\nada@x.org,Admins|Engineers\n", rowsOf("1:2 email=ada@x.org groups=Admins|Engineers")},
		{"no end of line", "email\nada@x.org", rowsOf("1:2 email=ada@x.org")},
		{"byte order mark", "\ufeffemail\nada@x.org\n", rowsOf("1:2 email=ada@x.org")},
		{"byte order mark and quotes", "\ufeff\"email\"\nada@x.org\n", rowsOf("1:2 email=ada@x.org")},
		{"CRLF", "email,groups\r\nada@x.org,A\r\nbob@x.org,B\r\n", rowsOf("1:2 email=ada@x.org groups=A", "2:3 email=bob@x.org groups=B")},
		{"quoted newline", "email,first-name\nada@x.org,\"Ada\nLovelace\"\nbob@x.org,Bob\n",
			rowsOf("1:2 email=ada@x.org first-name=Ada\nLovelace", "2:4 email=bob@x.org first-name=Bob")},
		{"quoted CRLF", "email,first-name\r\nada@x.org,\"Ada\r\nLovelace\"\r\nbob@x.org,Bob\r\n",
			rowsOf("1:2 email=ada@x.org first-name=Ada\nLovelace", "2:4 email=bob@x.org first-name=Bob")},
		{"quoted newline in the first cell", "first-name,email\n\"Ada\nL\",a\n\"B\",b\n", rowsOf("1:2 first-name=Ada\nL email=a", "2:4 first-name=B email=b")},
		{"doubled quotes", "email,first-name\nada@x.org,\"\"\"Ada\"\" L\"\n", rowsOf(`1:2 email=ada@x.org first-name="Ada" L`)},
		{"semicolons", "email;first name\nada@x.org;Lovelace, Ada\n", rowsOf("1:2 email=ada@x.org first name=Lovelace, Ada")},
		{"tabs", "email\tgroups\nada@x.org\tA\n", rowsOf("1:2 email=ada@x.org groups=A")},
		{"separator in quotes", "\"e-mail\",\"First_Name\"\nada@x.org,Ada\n", rowsOf("1:2 e-mail=ada@x.org First_Name=Ada")},
		{"sep=", "sep=;\r\nemail;groups\r\nada@x.org;A\r\n", rowsOf("1:3 email=ada@x.org groups=A")},
		{"sep= in quotes after a mark", "\ufeff\"SEP=,\"\nemail,groups\nada@x.org,A;B\n", rowsOf("1:3 email=ada@x.org groups=A;B")},
		{"sep= after a comment", "# people\nsep=;\nemail;groups\nada@x.org;A\n", rowsOf("1:4 email=ada@x.org groups=A")},
		{"sep=|", "sep=|\nemail|groups\nada@x.org|A\n", rowsOf("1:3 email=ada@x.org groups=A")},
		{"blank lines", "\n\r\n  \nemail\n\nada@x.org\n \t \n\nbob@x.org\n\n", rowsOf("1:6 email=ada@x.org", "2:9 email=bob@x.org")},
		{"comments", "# people, all; of them\n\n\t#\nemail,groups\n#ada,#1\n#N/A,\n# bob,B\ncy@x.org,a#b\n",
			rowsOf("1:5 email=#ada groups=#1", "2:6 email=#N/A", "3:7 email=# bob groups=B", "4:8 email=cy@x.org groups=a#b")},
		{"no comment below the header", "email,groups\n# ada\n", outcome{Faults: []string{
			"row 1 (line 2): has 1 cell, the header has 2 columns; missing: groups // a line that begins with # is a comment above the header only",
		}}},
		{"padded", ";;;\r\n;;\r\n# people;;;\r\nemail;groups;;\r\nada@x.org;A;;;;\r\nbob@x.org;;;\r\n;;;\r\n",
			rowsOf("1:5 email=ada@x.org groups=A", "2:6 email=bob@x.org")},
		{"Ctrl-Z at the end", "email,groups\r\nada@x.org,A\r\n\x1a", rowsOf("1:2 email=ada@x.org groups=A")},
		{"Ctrl-Z behind the last row", "email,groups\nada@x.org,A\x1a", rowsOf("1:2 email=ada@x.org groups=A")},
		{"two byte order marks", "\ufeff\ufeffemail\nada@x.org\n", rowsOf("1:2 email=ada@x.org")},
		{"apostrophes of text", "email,groups\n'=1,''@a\n'ada,'\n", rowsOf("1:2 email==1 groups='@a", "2:3 email='ada groups='")},
		{"quoted number sign is data", "groups,email\n\"#1\",ada@x.org\n", rowsOf("1:2 groups=#1 email=ada@x.org")},
		{"quoted comment above the header", "\"# email: who; what\"\nemail\nada@x.org\n", rowsOf("1:3 email=ada@x.org")},
		{"number sign in a quoted cell's second line", "email,first-name\nada@x.org,\"a\n# b\"\n", rowsOf("1:2 email=ada@x.org first-name=a\n# b")},
		{"empty cells", "email,first-name,groups\nada@x.org,,\"\"\n,\" \",A\n", rowsOf("1:2 email=ada@x.org", "2:3 groups=A")},
		{"rows of separators", "email,groups\nada@x.org,A\n,\n\"\",\" \"\nbob@x.org,B\n", rowsOf("1:2 email=ada@x.org groups=A", "2:5 email=bob@x.org groups=B")},
		{"blank before a quote", "email, first-name\nada@x.org, \"Ada, L\"\n", rowsOf("1:2 email=ada@x.org first-name=Ada, L")},
		{"header trimmed", "  E-Mail , First\tName \nada@x.org,Ada\n", rowsOf("1:2 E-Mail=ada@x.org First Name=Ada")},
		{"Latin and other letters", "email,first-name\nada@x.org,Zoë 李\n", rowsOf("1:2 email=ada@x.org first-name=Zoë 李")},
		{"empty", "", outcome{}},
		{"blank", "\n\n \r\n", outcome{}},
		{"comments only", "# nothing\n# here", outcome{}},
		{"header only", "email,groups\n", outcome{}},
		{"header only, no end of line", "email,groups", outcome{}},
		{"sep= only", "sep=;\n", outcome{}},
	})
}

func TestTSV(t *testing.T) {
	tell(t, TSV, verb(), []story{
		{"plain", "email\tfirst name\nada@x.org\tLovelace, Ada; her\n", rowsOf("1:2 email=ada@x.org first name=Lovelace, Ada; her")},
		{"empty cells", "email\tfirst name\tgroups\nada@x.org\t\tA\n\tBob\t\n", rowsOf("1:2 email=ada@x.org groups=A", "2:3 first name=Bob")},
		{"quoted tab", "email\tgroups\nada@x.org\t\"a\tb\"\n", rowsOf("1:2 email=ada@x.org groups=a\tb")},
		{"commas are no separators", "email,groups\nada@x.org,A\n",
			refused("line 1: no cell of this line is a known column name // begin the file with a line of column names")},
	})
}

func TestColumns(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         nil,
		"# only\n":                 nil,
		"Email; first-name \n":     {"Email", "first-name"},
		"email\nada@x.org\n":       {"email"},
		"sep=;\nemail;groups\na;b": {"email", "groups"},
	} {
		reader, err := NewReader(strings.NewReader(text), CSV, verb())
		if err != nil {
			t.Fatal(err)
		}
		if got := reader.Columns(); !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q: columns %q, want %q", text, got, want)
		}
	}
}

// Separators inside quotes do not count.
func TestSeparatorOfQuotedHeader(t *testing.T) {
	reader, err := NewReader(strings.NewReader("\"last, first, other\";email\n"), CSV, Options{})
	if err != nil || !slices.Equal(reader.Columns(), []string{"last, first, other", "email"}) {
		t.Errorf("%+v, %v", reader, err)
	}
}

// Every row is the caller's own: reading on does not change it.
func TestRowsAreKept(t *testing.T) {
	for f, text := range map[Format]string{
		CSV:   "email,groups\nada@x.org,A\nbob@x.org,B\n",
		JSON:  `[{"email":"ada@x.org","groups":["A"]},{"email":"bob@x.org","groups":["B"]}]`,
		JSONL: `{"email":"ada@x.org","groups":["A"]}` + "\n" + `{"email":"bob@x.org","groups":["B"]}`,
		YAML:  "- email: ada@x.org\n  groups: [A]\n- email: bob@x.org\n",
		List:  "ada@x.org\nbob@x.org\n",
	} {
		reader, err := NewReader(strings.NewReader(text), f, verb())
		if err != nil {
			t.Fatal(err)
		}
		row, err := reader.Next()
		if err != nil {
			t.Fatal(err)
		}
		before := brief(row)
		if _, err := reader.Next(); err != nil {
			t.Fatal(err)
		}
		if got := brief(row); got != before || !strings.Contains(got, "ada@x.org") {
			t.Errorf("%s: %q became %q", f, before, got)
		}
		_ = append(row.Cells[0].Values, "spilt")
		if got := brief(row); got != before {
			t.Errorf("%s: %q became %q after an append", f, before, got)
		}
	}
}
