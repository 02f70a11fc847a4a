package bulk_test

import (
	"context"
	"runtime"
	"strconv"
	"testing"
	"time"

	"unictl/internal/cli/bulk"
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
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
