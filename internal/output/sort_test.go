package output

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sorted prints the rows by the sort words, one value column, order as names.
func sorted(t *testing.T, values []any, limit int, words ...string) string {
	t.Helper()
	type cell struct {
		label string
		v     any
	}
	cols := []Column{
		{Name: "label", Cell: func(v any) any { return v.(cell).label }},
		{Name: "v", Cell: func(v any) any { return v.(cell).v }},
	}
	var rows []Row
	for i, v := range values {
		rows = append(rows, Row{Value: cell{string(rune('a' + i)), v}})
	}
	var out bytes.Buffer
	if _, err := WriteList(&out, Options{Format: Name, Sort: words, Limit: limit}, cols, each(rows)); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\n", "")
}

func TestSort(t *testing.T) {
	at := func(h int) *time.Time { u := noon.Add(time.Duration(h) * time.Hour); return &u }
	type role string
	tests := map[string]struct {
		values   []any
		up, down string
	}{
		"numbers":        {[]any{10, 9, int64(-1), 9.5, uint8(3)}, "cebda", "adbec"},
		"large ids":      {[]any{int64(9007199254740993), int64(9007199254740992), uint64(1 << 63)}, "bac", "cab"},
		"natural":        {[]any{"site 10", "Site 2", "site 02b", "site 1"}, "dbca", "acbd"},
		"leading zeros":  {[]any{"x2", "x010", "x01", "x10a"}, "cabd", "dbac"},
		"fold and tie":   {[]any{"Ada", "ada", "ADA"}, "abc", "abc"},
		"times":          {[]any{at(2), at(-3), at(0)}, "bca", "acb"},
		"nothing last":   {[]any{nil, "x", (*time.Time)(nil), "a", time.Time{}, ""}, "dbacef", "bdacef"},
		"bools":          {[]any{true, false}, "ba", "ab"},
		"lists":          {[]any{[]string{"b"}, []string{"a", "z"}, []string(nil)}, "bac", "abc"},
		"own types":      {[]any{role("z"), role("y")}, "ba", "ab"},
		"mixed by kinds": {[]any{"x", 3, at(0)}, "bca", "acb"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.up, sorted(t, tt.values, 0, "v")); diff != "" {
				t.Errorf("ascending (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.down, sorted(t, tt.values, 0, "-v")); diff != "" {
				t.Errorf("descending (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSortByTwoColumnsThenLimit(t *testing.T) {
	if got := sorted(t, []any{1, 2, 1, 2}, 3, "-v", "-label"); got != "dbc" {
		t.Errorf("sorted = %q, want %q", got, "dbc")
	}
}

func TestSortKeepsWholeObjects(t *testing.T) {
	var out bytes.Buffer
	o := Options{Format: CSV, Sort: []string{"logins"}, Columns: []string{"publicId"}, NoHeader: true, Limit: 1}
	n, err := WriteList(&out, o, personColumns(), each(people(t)))
	if n != 1 || err != nil || out.String() != "id2\n" {
		t.Errorf("WriteList = %d, %v, %q", n, err, &out)
	}
}

func TestSpoolKeepsRowsApart(t *testing.T) {
	var s spool
	var kept [][]byte
	var want []string
	for i := range 5000 {
		row := strings.Repeat(string(rune('a'+i%26)), i%3000)
		kept, want = append(kept, s.add([]byte(row))), append(want, row)
	}
	for i := range kept {
		_ = append(kept[i], '!') // must not reach into the next row
	}
	for i := range kept {
		if string(kept[i]) != want[i] {
			t.Fatalf("row %d changed in the spool", i)
		}
	}
}

func TestEqualRowsKeepTheirOrder(t *testing.T) {
	rows := crowd(t, 500)
	var groups [2]string
	for i, r := range rows {
		p := r.Value.(*person)
		p.Logins = i * i % 3 // 0 or 1, unevenly
		groups[p.Logins] += p.PublicID + "\n"
	}
	for word, want := range map[string]string{"logins": groups[0] + groups[1], "-logins": groups[1] + groups[0]} {
		got := written(t, Options{Format: Name, Sort: []string{word}}, personColumns(), rows)
		if got != want {
			t.Errorf("sorting by %s moved equal rows", word)
		}
	}
}
