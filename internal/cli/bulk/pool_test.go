package bulk_test

import (
	"context"
	"iter"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unictl/internal/cli/bulk"
)

func numbers(count int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := 1; i <= count && yield(i, nil); i++ {
		}
	}
}

// doubling is a pool that doubles numbers after a while, fails at none, and
// collects what it emits. In a synctest bubble time costs nothing.
func doubling(jobs int, out *[]int) bulk.Pool[int, int] {
	return bulk.Pool[int, int]{
		Jobs: jobs,
		Work: func(_ context.Context, n int) int {
			time.Sleep(time.Duration(1+rand.IntN(20)) * time.Millisecond)
			return 2 * n
		},
		Emit: func(n int) error {
			*out = append(*out, n)
			return nil
		},
	}
}

func TestPoolEmitsInOrder(t *testing.T) {
	for _, c := range []struct{ jobs, window, rows int }{
		{0, 0, 10}, {1, 1, 10}, {4, 0, 0}, {16, 0, 1000}, {16, 3, 1000}, {3, 64, 1000}, {50, 0, 7},
	} {
		synctest.Test(t, func(t *testing.T) {
			var out []int
			p := doubling(c.jobs, &out)
			p.Window = c.window
			totals, err := p.Run(t.Context(), numbers(c.rows))
			if err != nil || totals != (bulk.Totals{Started: c.rows}) {
				t.Errorf("%+v: %+v, %v", c, totals, err)
			}
			if len(out) != c.rows {
				t.Fatalf("%+v: %d results", c, len(out))
			}
			for i, n := range out {
				if n != 2*(i+1) {
					t.Fatalf("%+v: result %d is %d", c, i, n)
				}
			}
		})
	}
}

func TestPoolUsesAllWorkersAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var busy, most int
		count := func(change int) {
			mu.Lock()
			defer mu.Unlock()
			busy += change
			most = max(most, busy)
		}
		p := bulk.Pool[int, int]{
			Jobs: 8,
			Work: func(_ context.Context, n int) int {
				count(1)
				time.Sleep(time.Second)
				count(-1)
				return n
			},
			Emit: func(int) error { return nil },
		}
		began := time.Now()
		if _, err := p.Run(t.Context(), numbers(80)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 10*time.Second || most != 8 {
			t.Errorf("80 rows of a second took %s with %d at once, want 10 s and 8", took, most)
		}
	})
}

func TestPoolWaitsForASlowRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const window = 100
		var begun atomic.Int64
		emitted := 0
		p := bulk.Pool[int, int]{
			Jobs: 4, Window: window,
			Work: func(_ context.Context, n int) int {
				begun.Add(1)
				if n == 1 {
					time.Sleep(time.Hour)
				}
				return n
			},
			Emit: func(int) error { emitted++; return nil },
		}
		go func() {
			time.Sleep(time.Minute)
			if got := begun.Load(); got != window {
				t.Errorf("%d rows begun beside a slow one, want the window of %d", got, window)
			}
		}()
		if _, err := p.Run(t.Context(), numbers(1000)); err != nil || emitted != 1000 {
			t.Errorf("%d results, %v", emitted, err)
		}
	})
}

func TestPoolEmitsOneAtATime(t *testing.T) {
	var emitting atomic.Bool
	p := bulk.Pool[int, int]{
		Jobs: 8, Work: func(_ context.Context, n int) int { return n },
		Emit: func(int) error {
			if emitting.Swap(true) {
				t.Error("two results at once")
			}
			emitting.Store(false)
			return nil
		},
	}
	if _, err := p.Run(t.Context(), numbers(20_000)); err != nil {
		t.Error(err)
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
