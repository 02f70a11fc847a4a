package ratelimit

import (
	"context"
	"errors"
	"os"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func open(folder string, o Options) *Limiter {
	return New(folder, "test", "https://example.com:443", o)
}

// take has n turns taken one after another and gives the time that took.
func take(t testing.TB, turns *Limiter, n int) time.Duration {
	t.Helper()
	begin := time.Now()
	for range n {
		if err := turns.Take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(begin)
}

func between(t testing.TB, what string, got, least, most time.Duration) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("%s took %s, want %s to %s", what, got, least, most)
	}
}

func TestTheBurstThenThePace(t *testing.T) {
	for _, c := range []struct {
		o           Options
		turns       int
		least, most time.Duration
	}{
		{Options{PerSecond: 40, Burst: 50}, 50, 0, 75 * time.Millisecond}, // a batch is kept back
		{Options{PerSecond: 40, Burst: 50}, 250, 5 * time.Second, 5100 * time.Millisecond},
		{Options{PerSecond: 6, Burst: 30}, 30, 0, 0},
		{Options{PerSecond: 6, Burst: 30}, 60, 5 * time.Second, 5 * time.Second},
		{Options{PerSecond: 0.5, Burst: 1}, 4, 6 * time.Second, 6 * time.Second},
		{Options{PerSecond: 100, Burst: 0}, 101, time.Second, time.Second},
	} {
		folder := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			got := take(t, open(folder, c.o), c.turns)
			if got < c.least || got > c.most+time.Microsecond {
				t.Errorf("%+v: %d turns took %s, want %s to %s", c.o, c.turns, got, c.least, c.most)
			}
		})
	}
}

func TestWhoComesLaterFindsTheBurstSpent(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := Options{PerSecond: 6, Burst: 30}
		take(t, open(folder, o), 30)
		between(t, "six turns of another", take(t, open(folder, o), 6), 999*time.Millisecond, 1001*time.Millisecond)
		other := New(folder, "test", "https://other.example.com:443", o)
		between(t, "another origin", take(t, other, 30), 0, time.Microsecond)
		between(t, "another provider", take(t, New(folder, "else", "https://example.com:443", o), 30), 0, time.Microsecond)
	})
}

// Two that share must not get further together than one would alone, however
// they mix turns taken at once and late.
func TestManyGoroutinesOfTwoStayWithinTheLimit(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		const perSecond, burst = 50, 10
		begin := time.Now()
		var stamps timestamps
		var all sync.WaitGroup
		for range 2 {
			turns := open(folder, Options{PerSecond: perSecond, Burst: burst})
			for worker := range 8 {
				all.Go(func() {
					for time.Since(begin) < 10*time.Second {
						if err := turns.Take(t.Context()); err != nil {
							t.Error(err)
						}
						stamps.add(time.Now())
						time.Sleep(time.Duration(worker) * 7 * time.Millisecond)
					}
				})
			}
		}
		all.Wait()
		stamps.judge(t, perSecond, burst)
		if got := len(stamps.at); got < 475 {
			t.Errorf("only %d turns in 10 s at 50 a second", got)
		}
	})
}

// The file is locked about ten times a second, and as seldom where the limit
// cannot be felt.
func TestABusyProcessSeldomLocksTheFile(t *testing.T) {
	for _, c := range []struct {
		o                  Options
		turns, least, most int
	}{
		{Options{PerSecond: 40, Burst: 50}, 400, 100, 140},
		{Options{PerSecond: 1e6, Burst: 1e6}, 100_000, 1, 20},
	} {
		folder := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			turns, locks := open(folder, c.o), 0
			for range c.turns {
				take(t, turns, 1)
				if turns.batch.used == 1 {
					locks++
				}
			}
			if locks < c.least || locks > c.most {
				t.Errorf("%+v: %d locks for %d turns, want %d to %d", c.o, locks, c.turns, c.least, c.most)
			}
		})
	}
}

// Those who come by now and then reserve nothing that they don't use.
func TestSlowWorkersWasteNothing(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var all sync.WaitGroup
		for range 4 {
			turns := open(folder, Options{PerSecond: 40, Burst: 10})
			all.Go(func() {
				for range 50 {
					take(t, turns, 1)
					time.Sleep(120 * time.Millisecond) // 33 a second together
				}
			})
		}
		all.Wait()
		between(t, "50 rounds", time.Since(begin), 6*time.Second, 6500*time.Millisecond)
	})
}

func TestTheEndOfTheContextEndsTheWait(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		turns := open(folder, Options{PerSecond: 0.1, Burst: 1})
		take(t, open(folder, Options{PerSecond: 0.1, Burst: 1}), 1)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		begin := time.Now()
		for range 50 {
			all.Go(func() {
				if err := turns.Take(ctx); !errors.Is(err, context.Canceled) {
					t.Errorf("error = %v", err)
				}
			})
		}
		time.Sleep(time.Second)
		cancel()
		all.Wait()
		between(t, "giving up", time.Since(begin), time.Second, time.Second)
		if err := turns.Take(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("a context that is over: %v", err)
		}
	})
}

func TestATurnAfterTheDeadlineIsLeftToOthers(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := Options{PerSecond: 1, Burst: 1}
		take(t, open(folder, o), 1)
		short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		late, begin := open(folder, o), time.Now()
		for range 5 {
			if err := late.Take(short); !errors.Is(err, ErrNoRoom) {
				t.Errorf("error = %v", err)
			}
		}
		between(t, "refusing", time.Since(begin), 0, 0)
		between(t, "the turn of one with time", take(t, open(folder, o), 1), time.Second, time.Second)
	})
}

func TestAReservedTurnAfterTheDeadlineIsLeftToOthers(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := Options{PerSecond: 20, Burst: 4}
		take(t, open(folder, o), 3)
		turns := open(folder, o)
		take(t, turns, 2) // one is left of the last batch
		short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		begin := time.Now()
		if err := turns.Take(short); !errors.Is(err, ErrNoRoom) || time.Since(begin) > 0 {
			t.Errorf("error = %v after %s", err, time.Since(begin))
		}
		between(t, "the turn of one with time", take(t, turns, 1), 49*time.Millisecond, 51*time.Millisecond)
	})
}

// What goes slowly on purpose must not slow others down for long.
func TestAVerySlowNeighbour(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		slow := open(folder, Options{PerSecond: 0.001, Burst: 1})
		take(t, slow, 1)
		quick := open(folder, Options{PerSecond: 40, Burst: 40})
		between(t, "the first turn", take(t, quick, 1), 0, 6*time.Second)
		between(t, "the slow one's own next turn", take(t, slow, 1), 990*time.Second, 1000*time.Second)
	})
}

func TestTheStateFileIsPrivateAndStaysSmall(t *testing.T) {
	turns := open(t.TempDir()+"/new", Options{PerSecond: 1000, Burst: 1000})
	take(t, turns, 100)
	for _, path := range []string{turns.path, turns.path + ".lock"} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 {
			t.Errorf("%s has mode %o", path, mode)
		}
		if info.Size() > stateSize {
			t.Errorf("%s has %d bytes", path, info.Size())
		}
	}
}
