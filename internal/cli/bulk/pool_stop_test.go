package bulk_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unictl/internal/cli/bulk"
)

// failing is a pool of which every tenth row fails; skipped rows are emitted
// as negative numbers.
func failing(out *[]int) bulk.Pool[int, int] {
	p := doubling(4, out)
	p.Work = func(_ context.Context, n int) int { time.Sleep(time.Millisecond); return n }
	p.Failed = func(n int) bool { return n%10 == 0 }
	p.Skip = func(n int) int { return -n }
	return p
}

func TestPoolStopsAtMaxErrors(t *testing.T) {
	for _, c := range []struct {
		max  int
		stop bool
		want int
	}{{max: 3, want: 3}, {stop: true, want: 1}, {max: 5, stop: true, want: 1}, {max: 1000}, {}} {
		synctest.Test(t, func(t *testing.T) {
			var out []int
			p := failing(&out)
			p.MaxErrors, p.StopOnError = c.max, c.stop
			totals, err := p.Run(t.Context(), numbers(1000))
			if len(out) != 1000 || totals.Started+totals.Skipped != 1000 {
				t.Errorf("%+v: %d results, %+v", c, len(out), totals)
			}
			stopped, early := errors.AsType[*bulk.StoppedError](err)
			if early != (c.want > 0) {
				t.Fatalf("%+v: %v", c, err)
			}
			if !early {
				return
			}
			if stopped.Failed != c.want || stopped.Skipped != totals.Skipped || totals.Started > 10*c.want+2*p.Jobs {
				t.Errorf("%+v: %+v, %v", c, totals, err)
			}
			for i, n := range out {
				if want := i + 1; i < totals.Started && n != want || i >= totals.Started && n != -want {
					t.Fatalf("%+v: result %d is %d", c, i, n)
				}
			}
		})
	}
}

func TestPoolCountsSkippedRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out []int
		p := failing(&out)
		p.Skip, p.StopOnError = nil, true
		totals, err := p.Run(t.Context(), numbers(1000))
		if len(out) != totals.Started || totals.Skipped != 1000-len(out) || err == nil {
			t.Errorf("%d results, %+v, %v", len(out), totals, err)
		}
	})
}

func TestPoolWhenAllRowsWereStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out []int
		p := failing(&out)
		p.MaxErrors = 1
		if totals, err := p.Run(t.Context(), numbers(10)); err != nil || totals.Failed != 1 {
			t.Errorf("the last row failed: %+v, %v; nothing was left out", totals, err)
		}
	})
}

func TestPoolCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		interrupted := errors.New("interrupted")
		ctx, cancel := context.WithCancelCause(t.Context())
		var out []int
		p := failing(&out)
		p.Work = func(ctx context.Context, n int) int {
			select {
			case <-ctx.Done():
				return 10_000 + n
			case <-time.After(time.Second):
				return n
			}
		}
		go func() {
			time.Sleep(5500 * time.Millisecond)
			cancel(interrupted)
		}()
		began := time.Now()
		totals, err := p.Run(ctx, numbers(1000))
		if took := time.Since(began); !errors.Is(err, interrupted) || took != 5500*time.Millisecond {
			t.Errorf("%v after %s", err, took)
		}
		if totals.Started != 24 || totals.Skipped != 976 || len(out) != 1000 {
			t.Errorf("%+v, %d results", totals, len(out))
		}
		for i, n := range out {
			if want := map[bool]int{true: i + 1, false: -i - 1}[i < 24]; n != want && (i < 20 || i >= 24 || n != 10_000+want) {
				t.Errorf("result %d is %d", i, n)
			}
		}
	})
}

func TestPoolEndsWithTheRowsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		damaged := errors.New("row 31 is damaged")
		var out []int
		p := doubling(4, &out)
		totals, err := p.Run(t.Context(), func(yield func(int, error) bool) {
			for i := range 30 {
				if !yield(i, nil) {
					return
				}
			}
			if yield(0, damaged) {
				t.Error("rows were read after an error")
			}
		})
		if err != damaged || len(out) != 30 || totals.Started != 30 {
			t.Errorf("%v, %d results, %+v", err, len(out), totals)
		}
	})
}

func TestPoolEndsWithTheErrorOfEmit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("no space")
		var out []int
		p := doubling(4, &out)
		p.Window = 5
		calls := 0
		p.Emit = func(int) error {
			if calls++; calls == 20 {
				return full
			}
			return nil
		}
		totals, err := p.Run(t.Context(), numbers(1000))
		if err != full || calls != 20 || totals.Started > 20+5 {
			t.Errorf("%v after %d calls, %+v", err, calls, totals)
		}
	})
}

func TestPoolDoesNotSwallowPanics(t *testing.T) {
	for name, spoil := range map[string]func(*bulk.Pool[int, int]){
		"work":   func(p *bulk.Pool[int, int]) { p.Work = func(context.Context, int) int { panic("broken") } },
		"emit":   func(p *bulk.Pool[int, int]) { p.Emit = func(int) error { panic("broken") } },
		"failed": func(p *bulk.Pool[int, int]) { p.Failed = func(int) bool { panic("broken") } },
		"goexit": func(p *bulk.Pool[int, int]) {
			p.Work = func(context.Context, int) int { runtime.Goexit(); return 0 }
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			var out []int
			p := doubling(4, &out)
			p.Window = 2
			spoil(&p)
			defer func() {
				got, ok := recover().(*bulk.Panic)
				if !ok || name != "goexit" && got.Value != "broken" || !strings.Contains(got.Error(), "pool_stop_test.go") {
					t.Errorf("%s: panicked with %v", name, got)
				}
			}()
			p.Run(t.Context(), numbers(1000))
			t.Errorf("%s: no panic", name)
		})
	}
}

func TestPoolDoesNotSwallowAPanicOfTheRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out []int
		p := doubling(4, &out)
		defer func() {
			if got, ok := recover().(*bulk.Panic); !ok || got.Value != "no more" {
				t.Errorf("panicked with %v", got)
			}
		}()
		p.Run(t.Context(), func(yield func(int, error) bool) {
			yield(1, nil)
			panic("no more")
		})
		t.Error("no panic")
	})
}
