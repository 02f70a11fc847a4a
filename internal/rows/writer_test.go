package rows

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func cell(column string, value string) Cell {
	return Cell{Column: column, Values: []string{value}, Given: true}
}

func listCell(column string, values ...string) Cell {
	return Cell{Column: column, Values: values, List: true, Given: true}
}

// written is the file that Writer makes of rows.
func written(t testing.TB, f Format, columns []string, all ...[]Cell) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, f, columns)
	for _, cells := range all {
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriter(t *testing.T) {
	columns := []string{"email", "groups"}
	ada := []Cell{cell("email", "ada@x.org"), listCell("groups", "A & B", "007")}
	bob := []Cell{{Column: "groups"}, cell("E-Mail", "true")} // another order and spelling
	for f, want := range map[Format]string{
		CSV:   "email,groups\nada@x.org,A & B|007\ntrue,\n",
		TSV:   "email\tgroups\nada@x.org\tA & B|007\ntrue\t\n",
		JSON:  "[\n  {\"email\": \"ada@x.org\", \"groups\": [\"A & B\",\"007\"]},\n  {\"E-Mail\": \"true\"}\n]\n",
		JSONL: "{\"email\": \"ada@x.org\", \"groups\": [\"A & B\",\"007\"]}\n{\"E-Mail\": \"true\"}\n",
		YAML:  "- email: ada@x.org\n  groups: [A & B, \"007\"]\n- E-Mail: \"true\"\n",
	} {
		if diff := cmp.Diff(want, written(t, f, columns, ada, bob)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f, diff)
		}
	}
	if got, want := written(t, List, columns[:1], ada[:1], bob), "ada@x.org\ntrue\n"; got != want {
		t.Errorf("list: %q, want %q", got, want)
	}
}

func TestYAMLStaysOnOneLine(t *testing.T) {
	got := written(t, YAML, nil, []Cell{cell("first-name", "Ada\nL\n"), cell("email", strings.Repeat("a b ", 100))})
	if strings.Count(got, "\n") != 2 || !strings.Contains(got, `"Ada\nL\n"`) {
		t.Errorf("%q", got)
	}
}

func TestWriterWithoutRows(t *testing.T) {
	for f, want := range map[Format]string{CSV: "email\n", TSV: "email\n", JSON: "[]\n", JSONL: "", YAML: "[]\n", List: ""} {
		if got := written(t, f, []string{"email"}); got != want {
			t.Errorf("%s: %q, want %q", f, got, want)
		}
	}
}

// Cells that would be read as something else, were they written as they are.
func hardCells() []string {
	return []string{"=1+1", "'=1", "''@a", "-5", "+a", "@a|b",
		"a,b", "a;b;c", "a\tb", `"`, `a"b""c`, "#1", "a#b", "a\nb", "\na", "a\n", " a", "a ", "\u00a0a", "a|b", "sep=;", "- a", "[a", "{a: b}", "*a", "&a", "!a", "%a",
		"a: b", "a #b", "null", "~", "true", "yes", "007", "1.50", "2026-01-02", "'", `\`, `\u0041`, "<&>", "é李😀", "\u2028", "=1+1", "---", "?", "|", ">",
		"a\n  b\n c", "\tb", "é\n", "\ufeffa",
	}
}

func TestRoundTrip(t *testing.T) {
	columns := []string{"first-name", "email"}
	for _, f := range []Format{CSV, TSV, JSON, JSONL, YAML} {
		var all [][]Cell
		var want []string
		for i, text := range hardCells() {
			all = append(all, []Cell{cell("first-name", text), cell("email", "x"+text)}, []Cell{{Column: "first-name"}, cell("email", text)})
			want = append(want, brief(Row{Number: 2*i + 1, Cells: all[2*i]}), brief(Row{Number: 2*i + 2, Cells: all[2*i+1]}))
		}
		again(t, f, written(t, f, columns, all...), want)
	}
}

func TestRoundTripOfLists(t *testing.T) {
	for _, f := range []Format{JSON, JSONL, YAML} {
		cells := []Cell{listCell("groups", hardCells()...), cell("email", "a")}
		one := []Cell{listCell("groups", "a|b")}
		again(t, f, written(t, f, nil, cells, one), []string{brief(Row{Number: 1, Cells: cells}), brief(Row{Number: 2, Cells: one})})
	}
}

func TestRoundTripOfOneColumn(t *testing.T) {
	for _, f := range []Format{CSV, TSV, List} {
		var all [][]Cell
		var want []string
		for _, text := range []string{"ada@x.org", "a,b;c", "a b", "7", `"a`} {
			all = append(all, []Cell{cell("email", text)})
			want = append(want, brief(Row{Number: len(all), Cells: all[len(all)-1]}))
		}
		again(t, f, written(t, f, []string{"email"}, all...), want)
	}
}

// again reads text and compares the rows but for their lines.
func again(t *testing.T, f Format, text string, want []string) {
	t.Helper()
	got := outcomeOf(t, strings.NewReader(text), f, Options{Only: "email"})
	for i, row := range got.Rows {
		place, cells, _ := strings.Cut(row, " ")
		number, _, _ := strings.Cut(place, ":")
		got.Rows[i] = number + ":0 " + cells
	}
	if diff := cmp.Diff(outcome{Rows: want}, got); diff != "" {
		t.Errorf("%s: %q (-want +got):\n%s", f, text, diff)
	}
}

// What cannot be written is left out, and the rest is a sound file.
func TestWriterRefuses(t *testing.T) {
	good := []Cell{cell("email", "ada@x.org")}
	for _, c := range []struct {
		f    Format
		bad  []Cell
		want string
		file string
	}{
		{CSV, []Cell{listCell("email", "canary|b")}, "column email: an entry that holds |", "email\nada@x.org\nada@x.org\n"},
		{TSV, []Cell{listCell("email", "a", "canary|b")}, "column email: an entry that holds |", "email\nada@x.org\nada@x.org\n"},
		{JSON, []Cell{cell("groups", "canary")}, "column groups is none of the file's", "[\n  {\"email\": \"ada@x.org\"},\n  {\"email\": \"ada@x.org\"}\n]\n"},
		{List, []Cell{listCell("email", "canary", "b")}, "exactly one value", "ada@x.org\nada@x.org\n"},
		{List, []Cell{{Column: "email"}}, "exactly one value", "ada@x.org\nada@x.org\n"},
		{List, []Cell{cell("email", "canary\nb")}, "cannot stand in a plain list", "ada@x.org\nada@x.org\n"},
		{List, []Cell{cell("email", "# canary")}, "cannot stand in a plain list", "ada@x.org\nada@x.org\n"},
	} {
		var b bytes.Buffer
		w := NewWriter(&b, c.f, []string{"email"})
		first, refusal, second := w.Write(good), w.Write(c.bad), w.Write(good)
		if err := errors.Join(first, second, w.Close()); err != nil {
			t.Errorf("%s: %v", c.f, err)
		}
		if refusal == nil || !strings.Contains(refusal.Error(), c.want) || strings.Contains(refusal.Error(), "canary") {
			t.Errorf("%s: %v, want %q", c.f, refusal, c.want)
		}
		if b.String() != c.file {
			t.Errorf("%s: %q, want %q", c.f, b.String(), c.file)
		}
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

var errFull = errors.New("no space")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriterErrors(t *testing.T) {
	for f, columns := range map[Format][]string{CSV: nil, List: {"a", "b"}, "xml": {"a"}} {
		w := NewWriter(&bytes.Buffer{}, f, columns)
		if w.Write(nil) == nil || w.Close() == nil {
			t.Errorf("%s with columns %q is taken", f, columns)
		}
	}
	w := NewWriter(fullDisk{}, JSONL, nil)
	row := []Cell{cell("email", strings.Repeat("a", 10_000))}
	if err := w.Write(row); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
	if err := errors.Join(w.Write(row), w.Close()); !errors.Is(err, errFull) {
		t.Errorf("after a full disk: %v", err)
	}
	if err := NewWriter(fullDisk{}, CSV, []string{"a"}).Close(); !errors.Is(err, errFull) {
		t.Errorf("close on a full disk: %v", err)
	}
	w = NewWriter(&bytes.Buffer{}, CSV, []string{"a"})
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if w.Write([]Cell{cell("a", "b")}) == nil || w.Close() == nil {
		t.Error("a closed file takes more")
	}
}
