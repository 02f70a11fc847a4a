package journal_test

import (
	"strconv"
	"testing"

	"unictl/internal/journal"
)

// BenchmarkJournal is what a row costs: its intent and its result.
func BenchmarkJournal(b *testing.B) {
	j, err := journal.Open(b.TempDir(), invites(), journal.Input{}, journal.Fresh)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for row := 1; b.Loop(); row++ {
		k := strconv.Itoa(row)
		if err := j.Intend(row, k, journal.Step{}); err != nil {
			b.Fatal(err)
		}
		if err := j.Result(row, k, journal.Outcome{Status: journal.Done, ID: "Vb3k9Zq2Lm0x"}); err != nil {
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
		j, err := journal.Open(dir, invites(), journal.Input{}, journal.Continue)
		if err != nil {
			b.Fatal(err)
		}
		for row := 1; row <= rows; row++ {
			k := strconv.Itoa(row)
			if before, _ := j.Before(k); before.Status == journal.Done {
				continue
			}
			if err := j.Result(row, k, journal.Outcome{Status: journal.Done, ID: "Vb3k9Zq2Lm0x"}); err != nil {
				b.Fatal(err)
			}
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
