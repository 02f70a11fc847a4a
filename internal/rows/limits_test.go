package rows

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func TestCellOverOneMegabyte(t *testing.T) {
	long, most := strings.Repeat("a", maxCell+1), strings.Repeat("a", maxCell)
	for f, texts := range map[Format][2]string{
		CSV:   {"email\n", "\n"},
		TSV:   {"email\n", "\n"},
		JSON:  {`[{"email": "`, `"}, {"email": "`},
		JSONL: {`{"email": "`, "\"}\n{\"email\": \""},
		YAML:  {`- email: "`, "\"\n- email: \""},
		List:  {"", "\n"},
	} {
		end := map[Format]string{JSON: `"}]`, JSONL: `"}`, YAML: `"`}[f]
		got := outcomeOf(t, strings.NewReader(texts[0]+long+texts[1]+most+texts[1]+"b"+end), f, verb())
		if len(got.Faults) != 1 || !strings.HasSuffix(got.Faults[0], ", column email: is longer than 1 MB") || len(got.Rows) != 2 || got.Err != "" {
			t.Errorf("%s: faults %.200q, %d rows, %.200s", f, got.Faults, len(got.Rows), got.Err)
		}
	}
}

// endless gives head and then the same text for ever.
type endless struct{ head, text string }

func (e *endless) Read(p []byte) (int, error) {
	if e.head == "" {
		e.head = e.text
	}
	n := copy(p, e.head)
	e.head = e.head[n:]
	return n, nil
}

func TestRowWithoutAnEnd(t *testing.T) {
	const hint = " // a quote or bracket that is opened there is probably never closed"
	text := strings.Repeat("abcdefg\n", 100)
	line := strings.Repeat("abcdefgh", 100)
	for _, c := range []struct {
		name   string
		f      Format
		r      *endless
		want   string
		before int
	}{
		{"quote", CSV, &endless{"email\na\n\n\"b\nc\"\n\"", text}, "line 6: the row that starts here is longer than 16 MB" + hint, 2},
		{"quote in the second cell", CSV, &endless{"# x\nemail,groups\na,b\na,\"", text}, "line 4: the row that starts here is longer than 16 MB" + hint, 1},
		{"line", CSV, &endless{"email\na\n", line}, "line 3: the row that starts here is longer than 16 MB" + hint, 1},
		{"header", CSV, &endless{"", line}, "line 1: the row that starts here is longer than 16 MB" + hint, 0},
		{"comment", TSV, &endless{"#", line}, "line 1: the row that starts here is longer than 16 MB" + hint, 0},
		{"text over lines", JSON, &endless{"[\n{},\n{\"", text}, "line 3, character 10: this is no valid JSON: invalid character '\\n' in string literal", 1},
		{"list", JSON, &endless{"[\n{},\n{\"groups\": [", strings.Repeat(`"a",`, 1000)}, "line 3: the row that starts here is longer than 16 MB" + hint, 1},
		{"broken list", JSON, &endless{"[\n{},\n{\"groups\": [", strings.Repeat(`"a"} `, 1000)}, "line 3, character 16: this is no valid JSON: invalid character '}' after array element", 1},
		{"blanks", JSON, &endless{"[\n{},\n", strings.Repeat(" ", 1000)}, "line 3: the row that starts here is longer than 16 MB" + hint, 1},
		{"line of JSON", JSONL, &endless{"{}\n{}\n{\"", line}, "line 3: the row that starts here is longer than 16 MB" + hint, 2},
		{"line of a list", List, &endless{"a\n", line}, "line 2: the row that starts here is longer than 16 MB" + hint, 1},
		{"file", YAML, &endless{"- email: a\n", strings.Repeat("- email: b\n", 100)}, "the file is longer than 16 MB, too long for YAML // use jsonl or csv, which are read row by row", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := outcomeOf(t, c.r, c.f, verb())
			if got.Err != c.want || len(got.Rows) != c.before || len(got.Faults) > 0 {
				t.Errorf("%d rows, faults %.200q, error %q, want %q", len(got.Rows), got.Faults, got.Err, c.want)
			}
		})
	}
}

func TestRowWithoutAnEndAfterAFault(t *testing.T) {
	got := outcomeOf(t, &endless{"email\n\"a\n\"b\n\"", strings.Repeat("abcdefg\n", 100)}, CSV, verb())
	if len(got.Faults) != 1 || !strings.HasPrefix(got.Err, "line 4: the row that starts here is longer") {
		t.Errorf("faults %q, error %q", got.Faults, got.Err)
	}
}

// An error of the reader below comes through as it is, and stays.
func TestBrokenReader(t *testing.T) {
	broken := errors.New("input/output error")
	for f, start := range map[Format]string{
		CSV: "email\na@x.org\n", TSV: "email\na@x.org\n", JSON: "[{},{}", JSONL: "{}\n{", YAML: "- email: a\n", List: "a\nb", "": "a\nb",
	} {
		for _, start := range []string{start, "", "\ufeff"} {
			reader, err := NewReader(io.MultiReader(strings.NewReader(start), iotest.ErrReader(broken)), f, verb())
			for err == nil {
				_, err = reader.Next()
			}
			if !errors.Is(err, broken) {
				t.Errorf("%q after %q: %v", f, start, err)
			}
		}
	}
}

// A million rows take no more memory than a few.
func TestManyRows(t *testing.T) {
	const many = 1_000_000
	for f, r := range map[Format]io.Reader{CSV: csvPeople(many), JSON: jsonPeople(many / 10), JSONL: jsonlPeople(many / 10), List: listPeople(many)} {
		reader, err := NewReader(r, f, Options{Only: "email"})
		if err != nil {
			t.Fatal(err)
		}
		before, count := heap(), 0
		for {
			row, err := reader.Next()
			if err == io.EOF {
				break
			}
			if err != nil || !row.Cells[0].Given {
				t.Fatal(row, err)
			}
			count++
		}
		grown := int64(heap()) - int64(before)
		runtime.KeepAlive(reader)
		if want := r.(*people).n; count != want || grown > 1<<20 {
			t.Errorf("%s: %d rows, want %d; %d bytes more than at the start", f, count, want, grown)
		}
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
