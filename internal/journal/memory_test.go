package journal_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"runtime"
	"strconv"
	"testing"

	"unictl/internal/journal"
)

const million = 1_000_000

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// below fails if more than limit bytes came to the heap since before.
func below(t *testing.T, before uint64, limit int) {
	t.Helper()
	grown := int(heap()) - int(before)
	t.Logf("%d rows take %.1f MiB", million, float64(grown)/(1<<20))
	if grown > limit {
		t.Errorf("%d bytes for %d rows, at most %d are allowed", grown, million, limit)
	}
}

// The journal is written here, for speed, as another process would leave it:
// all rows done but every tenth, which has no result.
func TestMemoryOfAJournal(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, journal.Fresh)
	must(t, j.Intend(1, "ada@example.com", journal.Step{}))
	must(t, j.Close())
	file, err := os.OpenFile(j.Path(), os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	out := bufio.NewWriter(file)
	for row := 2; row <= million; row++ {
		sum := sha256.Sum256([]byte(strconv.Itoa(row)))
		start, end := `{"result":"`, `,"status":"done","id":"Vb3k9Zq2Lm0x"`
		if row%10 == 0 {
			start, end = `{"intent":"`, ""
		}
		out.WriteString(journal.WithSum(start + hex.EncodeToString(sum[:16]) + `","row":` + strconv.Itoa(row) + end))
	}
	must(t, errors.Join(out.Flush(), file.Close()))

	j, out = nil, nil
	before := heap()
	j = open(t, dir, journal.Resume)
	below(t, before, 64*million)
	if got := j.Counts(); got.Attempted() != million || got.Unknown != million/10+1 {
		t.Errorf("%+v", got)
	}
}
