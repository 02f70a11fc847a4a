package output

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
)

// pairsOf is a table of two columns.
func pairsOf(cells ...string) ([]Column, []Row) {
	cols := []Column{
		{Name: "createdAt", Cell: func(v any) any { return v.([2]string)[0] }},
		{Name: "user_name", Cell: func(v any) any { return v.([2]string)[1] }},
	}
	var rows []Row
	for i := 0; i < len(cells); i += 2 {
		rows = append(rows, Row{Value: [2]string{cells[i], cells[i+1]}})
	}
	return cols, rows
}

func written(t *testing.T, o Options, cols []Column, rows []Row) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := WriteList(&out, o, cols, each(rows)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWideCharactersAlign(t *testing.T) {
	cols, rows := pairsOf("李小龍", "x", "Zoë", "x", "👩‍👩‍👧‍👦 f", "x", "e\u0301", "x", "ﾊﾝｶｸ", "x")
	for _, o := range []Options{{}, terminal(Table)} {
		for i, line := range strings.Split(strings.TrimSpace(written(t, o, cols, rows)), "\n") {
			before := line[:max(strings.LastIndex(line, "x"), strings.Index(line, "user"))]
			if w := displaywidth.String(before); w != len("createdAt")+columnGap {
				t.Errorf("terminal %v, line %d: second column at %d: %q", o.Terminal, i, w, line)
			}
		}
	}
}

func TestTerminalTableIsCutToTheWidth(t *testing.T) {
	cols, rows := pairsOf("short", strings.Repeat("long ", 20), "李小龍李小龍李小龍李小龍", "日本")
	o := terminal(Table)
	o.Width = 40
	want := `
createdAt                 user_name
short                     long long long
                          long long long
                          long long long
                          long long lon…
李小龍李小龍李小龍李小龍  日本
`
	if diff := cmp.Diff(want[1:], written(t, o, cols, rows)); diff != "" {
		t.Errorf("at 40 columns (-want +got):\n%s", diff)
	}
	for _, width := range []int{2*narrowest + columnGap, 31, 60} {
		o.Width = width
		for _, line := range strings.Split(written(t, o, cols, rows), "\n") {
			if w := displaywidth.String(line); w > width {
				t.Errorf("width %d: a line of %d: %q", width, w, line)
			}
		}
	}
	o.Width = 0
	if got := written(t, o, cols, rows); strings.Contains(got, "…") {
		t.Errorf("unknown width, yet cut:\n%s", got)
	}
}

func TestPipedTableIsNeverCut(t *testing.T) {
	cols, rows := pairsOf("a", strings.Repeat("long ", 100)+"end")
	if got := written(t, Options{Width: 40, Color: true}, cols, rows); !strings.Contains(got, "long end\n") || strings.Contains(got, "\x1b") {
		t.Errorf("piped table cut or coloured:\n%s", got)
	}
}

func TestHeaderIsBoldWhereColourIsWanted(t *testing.T) {
	cols, rows := pairsOf("a", "b")
	o := terminal(Table)
	o.Color = true
	want := "\x1b[1mcreatedAt  user_name\x1b[0m\na          b\n"
	if diff := cmp.Diff(want, written(t, o, cols, rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	o.NoHeader = true
	if diff := cmp.Diff("a  b\n", written(t, o, cols, rows)); diff != "" {
		t.Errorf("no header (-want +got):\n%s", diff)
	}
}

func TestLongTablesAreStreamed(t *testing.T) {
	var cells []string
	for i := range tableRows + 2 {
		cells = append(cells, fmt.Sprint("row ", i), "end")
	}
	cells[2*tableRows] = "wider than all before it"
	cols, rows := pairsOf(cells...)
	o := terminal(Table)
	o.Width = 14
	for _, o := range []Options{{}, o} {
		lines := strings.Split(written(t, o, cols, rows), "\n")
		want := map[int]string{
			0: "createdAt  user_name", 1: "row 0      end", tableRows: "row 999    end",
			tableRows + 1: "wider than all before it  end", tableRows + 2: "row 1001   end", tableRows + 3: "",
		}
		for i, line := range want {
			if lines[i] != line {
				t.Errorf("terminal %v, line %d = %q, want %q", o.Terminal, i, lines[i], line)
			}
		}
	}
}

func TestNoBlanksAtTheEndOfALine(t *testing.T) {
	cols, rows := pairsOf("a", "", "bbbbbbbbbbbb", "trailing  ")
	for _, o := range []Options{{}, terminal(Table)} {
		for line := range strings.Lines(written(t, o, cols, rows)) {
			if strings.HasSuffix(line, " \n") {
				t.Errorf("terminal %v: %q", o.Terminal, line)
			}
		}
	}
}
