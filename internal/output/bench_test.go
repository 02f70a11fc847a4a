package output

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"testing"
)

const benchRows = 100_000

// benchPeople yields the same thousand people again and again, so that the
// printing is measured and not the making of them.
func benchPeople(b *testing.B) iter.Seq2[Row, error] {
	rows := crowd(b, 1000)
	return func(yield func(Row, error) bool) {
		for i := range benchRows {
			if !yield(rows[i%len(rows)], nil) {
				return
			}
		}
	}
}

// BenchmarkBare is the limit: fmt into a buffered writer, no quoting, no
// alignment, no checks.
func BenchmarkBare(b *testing.B) {
	rows := benchPeople(b)
	b.ReportAllocs()
	for b.Loop() {
		w := bufio.NewWriter(io.Discard)
		for r := range rows {
			p := r.Value.(*person)
			fmt.Fprintf(w, "%s,%s,%s,%s,%d,%s\n", p.Name, p.PublicID, *p.EmailAddress,
				p.LastSeenOn.UTC().Format("2006-01-02T15:04:05Z07:00"), p.Logins, p.Roles[0])
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteList(b *testing.B) {
	all := columnNames(personColumns())
	for name, o := range map[string]Options{
		"csv":            {Format: CSV, Columns: all},
		"table piped":    {Columns: all},
		"jsonl":          {Format: JSONL},
		"jsonl columns":  {Format: JSONL, Columns: all},
		"jsonl jq":       {Format: JSONL, JQ: ".name"},
		"json":           {Format: JSON},
		"yaml":           {Format: YAML},
		"csv sorted":     {Format: CSV, Columns: all, Sort: []string{"-logins"}},
		"table terminal": {Columns: all, Terminal: true, Width: 120, Limit: tableRows},
	} {
		b.Run(name, func(b *testing.B) {
			rows := benchPeople(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := WriteList(io.Discard, o, personColumns(), rows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
