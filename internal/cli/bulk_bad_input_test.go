package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"unictl/internal/cli/fault"
)

// wide is text as Windows calls Unicode.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// TestBulkBadInput: each is exit 2 with its place and way out, and nothing is
// sent.
func TestBulkBadInput(t *testing.T) {
	t.Parallel()
	const good = "ada@example.com"
	for name, test := range map[string]struct{ file, text, want string }{
		"only a bad header": {"a.csv", "email,tagg\n", `column tagg: there is no such column`},
		"no header":         {"a.csv", "x@example.com,red\ny@example.com,blue\n", "no cell of it is the name of a column"},
		"unknown column":    {"a.csv", "email,tagg\nx@example.com,red\n", `column tagg: there is no such column`},
		"its suggestion":    {"a.csv", "email,tagg\nx@example.com,red\n", `did you mean "tag"?`},
		"unknown member":    {"a.json", `[{"email":"x@example.com","colour":"red"}]`, "column colour: there is no such column"},
		"doubled column":    {"a.csv", "email,E-Mail\nx@example.com,y@example.com\n", "is given twice"},
		"ragged row":        {"a.csv", "email,tag\nx@example.com\n", "row 1 (line 2)"},
		"bad UTF-8":         {"a.csv", "email\nx\xff@example.com\n", "UTF-8"},
		"UTF-16":            {"a.csv", wide("email\nx@example.com\n"), "UTF-16"},
		"a huge cell":       {"a.csv", "email,tag\nx@example.com," + strings.Repeat("r", 1<<20+1) + "\n", "row 1 (line 2)"},
		"the same twice":    {"a.csv", "email\nx@example.com\ny@example.com\nX@Example.com\n", "row 3 (line 4): repeats row 1"},
		"secret column":     {"a.csv", "email,Password\nx@example.com,hunter2\n", "column Password: a secret has no column"},
		"its way out":       {"a.csv", "email,api_token\nx@example.com,hunter2\n", "its own flag or variable"},
		"secret member":     {"a.jsonl", `{"email":"x@example.com","password":"hunter2"}` + "\n", "column password: a secret has no column"},
		"a bad value":       {"a.csv", "email,tag\nx@example.com,red|green\n", "row 1 (line 2), column tag"},
		"a missing value":   {"a.csv", "email,tag\n,red\n", "row 1 (line 2), column email: is missing"},
		"broken JSON":       {"a.json", `[{"email":"x@example.com"},`, "a.json"},
		"a workbook":        {"a.xlsx", "PK\x03\x04\x14\x00", "Excel"},
		"several in a cell": {"a.json", `[{"email":["x@example.com","y@example.com"]}]`, "holds several values where one is taken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, c := newCrew(t)
			b.want(2, "crew hire --from "+b.file(test.file, test.text), "err:"+test.want, "err!hunter2")
			c.wants(t)
		})
	}
	b, c := newCrew(t)
	b.want(2, "crew hire --from "+b.home+"/none.csv", "err:no such file")
	b.want(2, "crew hire --from "+b.home, "err:is a folder")
	b.want(2, "crew hire --from "+b.people(good)+" --format xml", "err:is none of csv")
	b.want(2, "crew hire --from "+b.people(good)+" --shard 3/2", "err:--shard: ")
	b.want(2, "crew hire --from "+b.people(good)+" --columns nonsense", "err:nonsense")
	b.want(2, "crew hire --from "+b.people(good)+" --report "+b.home+"/no/folder.csv", "err:--report: ")
	c.wants(t)
}

// Nothing to do is no error: a list that a filter left empty is one.
func TestBulkOfNoRows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text string }{
		{"a.csv", ""}, {"a.csv", "email,tag\n"}, {"a.txt", "# nobody\n\n"}, {"a.json", "[]"}, {"a.jsonl", "\n"}, {"a.tsv", "email\n\n"},
	} {
		b, c := newCrew(t)
		file := b.file(test.file, test.text)
		b.want(0, "crew hire --from "+file, "err:"+test.file+": 0 rows")
		b.want(0, "crew hire --dry-run -o json --from "+file, "out:[]")
		b.want(0, "crew hire --continue -q -o csv --from "+file, "out:status", "err!e")
		c.wants(t)
	}
}

func TestBulkOneBadRowOfMany(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	var text strings.Builder
	text.WriteString("email\n")
	for i := range 10_000 {
		if i == 7_000 {
			text.WriteString("nobody\n")
		}
		fmt.Fprintf(&text, "p%d@example.com\n", i)
	}
	b.want(2, "crew hire --from "+b.file("many.csv", text.String()), "err:1 of 10001 rows are wrong, nothing was sent\n", "err:  row 7001 (line 7002), column email: ")
	c.wants(t)
	var said struct {
		Error struct {
			Code, Message string
			RowsWrong     int
			Faults        []fault.RowFault
		}
	}
	b.want(2, "crew hire --from "+b.home+"/many.csv -o json")
	if err := json.Unmarshal(b.err.Bytes(), &said); err != nil || len(said.Error.Faults) != 1 {
		t.Fatalf("%v in %s", err, b.err.String())
	}
	if at := said.Error.Faults[0]; at.Row != 7001 || at.Line != 7002 || at.Column != "email" || said.Error.RowsWrong != 1 || strings.Contains(said.Error.Message, "\n") {
		t.Errorf("%+v", said)
	}
}

func TestBulkManyFaultsAreCounted(t *testing.T) {
	t.Parallel()
	b, _ := newCrew(t)
	b.want(2, "crew hire --from "+b.file("bad.txt", strings.Repeat("nobody\n", 150)), "err:150 of 150 rows are wrong", "err:row 100 ", "err!row 101 ", "err:and 50 more")
}

// The file is another one when its rows are to be sent.
func TestBulkFileChangedMeanwhile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"] = true
	path := b.file("gone.txt", "ada@example.com\n")
	answer := writer(func(p []byte) (int, error) { // when it is asked about
		if strings.Contains(string(p), "Go on?") {
			b.file("gone.txt", "bob@example.com\n")
		}
		return len(p), nil
	})
	b.at("y\n")
	b.Err = answer
	if code := b.run("crew", "dismiss", "--from", path); code != 2 {
		t.Errorf("exit %d, want 2", code)
	}
	c.wants(t)
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// journals are the files of unfinished runs.
func (b *bench) journals() []string {
	b.t.Helper()
	found, err := filepath.Glob(filepath.Join(b.home, "state", "unictl", "bulk", "*.journal"))
	if err != nil {
		b.t.Fatal(err)
	}
	return found
}

func TestBulkBadJournals(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com/nudge", 422)
	path := b.people("ada@example.com", "bob@example.com")
	b.want(3, "crew nudge -q --jobs 1 --from "+path)
	c.works()
	journal := b.journals()[0]
	b.holds(journal, `"status":"done"`)
	whole, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(whole), "bob@") {
		t.Errorf("the journal tells whom a row was about:\n%s", whole)
	}
	for text, want := range map[string]string{
		strings.Replace(string(whole), `"journal":2`, `"journal":7`, 1):                              "err:has version 7",
		strings.Replace(string(whole), "north", "south", 1):                                          "err:is damaged",
		strings.Replace(string(whole), `{"intent"`, `{"intent`, 1):                                   "err:is damaged",
		string(whole[:len(whole)-3]) + strings.Repeat("\x00", 50) + "\n" + strings.Repeat("x", 5000): "err:is damaged",
	} {
		if err := os.WriteFile(journal, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		b.want(2, "crew nudge -q --resume --from "+path, want)
	}
	// a torn tail is what a crash leaves: the row is taken for unknown
	at := strings.LastIndex(string(whole[:len(whole)-1]), "\n") + 1
	if err := os.WriteFile(journal, whole[:at+20], 0o600); err != nil {
		t.Fatal(err)
	}
	b.want(9, "crew nudge -q --jobs 1 --resume --from "+path+" -o csv", "out:unknown")
	c.wants(t, "POST /people/ada@example.com/nudge")
}
