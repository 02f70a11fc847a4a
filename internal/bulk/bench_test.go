package bulk_test

import (
	"context"
	"strconv"
	"testing"

	"unictl/internal/bulk"
)

// BenchmarkJournal is what a row costs: its intent and its result.
func BenchmarkJournal(b *testing.B) {
	j, err := bulk.Open(b.TempDir(), invites(), bulk.Input{}, bulk.Fresh)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for row := 1; b.Loop(); row++ {
		k := strconv.Itoa(row)
		if err := j.Intend(row, k); err != nil {
			b.Fatal(err)
		}
		if err := j.Result(row, k, bulk.Outcome{Status: bulk.Done, ID: "Vb3k9Zq2Lm0x"}); err != nil {
			b.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkResume reads a journal of 100,000 done rows and passes them by.
func BenchmarkResume(b *testing.B) {
	const rows = 100_000
	dir := b.TempDir()
	for b.Loop() {
		j, err := bulk.Open(dir, invites(), bulk.Input{}, bulk.Continue)
		if err != nil {
			b.Fatal(err)
		}
		for row := 1; row <= rows; row++ {
			k := strconv.Itoa(row)
			if before, _ := j.Before(k); before.Status == bulk.Done {
				continue
			}
			if err := j.Result(row, k, bulk.Outcome{Status: bulk.Done, ID: "Vb3k9Zq2Lm0x"}); err != nil {
				b.Fatal(err)
			}
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPool is what a row of no work costs with 16 workers.
func BenchmarkPool(b *testing.B) {
	p := bulk.Pool[int, int]{
		Jobs: 16, Work: func(_ context.Context, n int) int { return n }, Emit: func(int) error { return nil },
	}
	b.ReportAllocs()
	if _, err := p.Run(context.Background(), numbers(b.N)); err != nil {
		b.Fatal(err)
	}
}
