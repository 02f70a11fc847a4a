package bulk_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"unictl/internal/bulk"
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
	j := open(t, dir, bulk.Fresh)
	must(t, j.Intend(1, "ada@example.com"))
	must(t, j.Close())
	file, err := os.OpenFile(j.Path(), os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	out := bufio.NewWriter(file)
	for row := 2; row <= million; row++ {
		sum := sha256.Sum256([]byte(strconv.Itoa(row)))
		start, end := `{"result":"`, `,"status":"done","id":"Vb3k9Zq2Lm0x"}`
		if row%10 == 0 {
			start, end = `{"intent":"`, `}`
		}
		out.WriteString(start + hex.EncodeToString(sum[:16]) + `","row":` + strconv.Itoa(row) + end + "\n")
	}
	must(t, errors.Join(out.Flush(), file.Close()))

	j, out = nil, nil
	before := heap()
	j = open(t, dir, bulk.Resume)
	below(t, before, 64*million)
	if got := j.Counts(); got.Attempted() != million || got.Unknown != million/10+1 {
		t.Errorf("%+v", got)
	}
}

func TestMemoryOfDedup(t *testing.T) {
	before := heap()
	var seen bulk.Dedup
	for row := 1; row <= million; row++ {
		if first, twice := seen.Add(strconv.Itoa(row), row); twice || first != row {
			t.Fatalf("row %d repeats %d", row, first)
		}
	}
	below(t, before, 40<<20)
	for _, row := range []int{1, 4711, million} {
		if first, twice := seen.Add(strconv.Itoa(row), million+1); !twice || first != row {
			t.Errorf("row %d: %d, %t", row, first, twice)
		}
	}
	if seen.Len() != million {
		t.Errorf("%d keys", seen.Len())
	}
}

// A slow first row may not make the pool collect a million results.
func TestMemoryOfAPool(t *testing.T) {
	before := heap()
	release := make(chan struct{})
	p := bulk.Pool[int, []byte]{
		Jobs: 4,
		Work: func(_ context.Context, n int) []byte {
			if n == 1 {
				<-release
			}
			return make([]byte, 256)
		},
		Emit: func([]byte) error { return nil },
	}
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run(context.Background(), numbers(million))
		ended <- err
	}()
	time.Sleep(100 * time.Millisecond)
	below(t, before, 4<<20)
	close(release)
	must(t, <-ended)
}
