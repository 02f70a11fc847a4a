package ratelimit

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAPauseHoldsForAll(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := Options{PerSecond: 40, Burst: 40}
		one, other := open(folder, o), open(folder, o)
		take(t, one, 1)
		take(t, other, 1)
		begin := time.Now()
		one.Pause(begin.Add(5 * time.Second))
		one.Pause(begin.Add(time.Second)) // shortens nothing
		var all sync.WaitGroup
		for _, turns := range []*Limiter{one, other, open(folder, o)} {
			for range 8 {
				all.Go(func() {
					take(t, turns, 1)
					if got := time.Since(begin); got < 5*time.Second {
						t.Errorf("a turn after %s of a pause of 5 s", got)
					}
				})
			}
		}
		all.Wait()
		between(t, "the pause and 24 turns", time.Since(begin), 5*time.Second, 5500*time.Millisecond)
	})
}

// A pause reaches those who sleep already, and those who wait for its end.
func TestAPauseIsSeenByThoseWhoWait(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := Options{PerSecond: 0.5, Burst: 1}
		one, other := open(folder, o), open(folder, o)
		take(t, one, 1)
		begin := time.Now()
		var all sync.WaitGroup
		all.Go(func() { take(t, other, 1) })
		time.Sleep(time.Second)
		one.Pause(begin.Add(10 * time.Second))
		time.Sleep(5 * time.Second)
		one.Pause(begin.Add(20 * time.Second))
		all.Wait()
		if got := time.Since(begin); got < 20*time.Second {
			t.Errorf("a turn after %s, in the pause", got)
		}
	})
}

func TestAPauseThatIsTooLong(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		until := time.Now().Add(10 * time.Minute)
		open(folder, Options{PerSecond: 40, Burst: 1}).Pause(until)
		patient := open(folder, Options{PerSecond: 40, Burst: 1, LongestWait: time.Hour})
		hasty := open(folder, Options{PerSecond: 40, Burst: 1, LongestWait: time.Second})
		short, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for name, err := range map[string]error{
			"longer than is worth while": hasty.Take(t.Context()), "and when it is known": hasty.Take(t.Context()),
			"a minute by default":    open(folder, Options{PerSecond: 40, Burst: 1}).Take(t.Context()),
			"later than the context": patient.Take(short),
		} {
			paused, ok := errors.AsType[*PausedError](err)
			if !ok || paused.RetryAfter().Round(time.Second) != 10*time.Minute {
				t.Errorf("%s: %v", name, err)
			}
			if ok && paused.Error() != "the service asked for a pause until "+until.UTC().Format(time.RFC3339) {
				t.Errorf("%s: %q", name, paused)
			}
		}
		between(t, "with enough patience", take(t, patient, 1), 10*time.Minute-time.Second, 10*time.Minute)
		between(t, "when it is over", take(t, hasty, 1), 0, time.Second)
	})
}

func TestNoPauseIsLongerThanAnHour(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		one := open(folder, Options{PerSecond: 40, Burst: 1, LongestWait: 24 * time.Hour})
		one.Pause(time.Now().Add(1000 * time.Hour))
		other := open(folder, Options{PerSecond: 40, Burst: 1, LongestWait: 24 * time.Hour})
		between(t, "the pause elsewhere", take(t, other, 1), time.Hour-time.Second, time.Hour)
		between(t, "the pause here", take(t, one, 1), 0, time.Second)
	})
}

func TestAPauseThatCannotBeWrittenHoldsHere(t *testing.T) {
	folder := t.TempDir() + "/file"
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		warnings := 0
		turns := open(folder, Options{PerSecond: 40, Burst: 40, Warn: func(string) { warnings++ }})
		turns.Pause(time.Now().Add(3 * time.Second))
		turns.Pause(time.Now().Add(5 * time.Second))
		between(t, "a turn", take(t, turns, 1), 5*time.Second, 5*time.Second)
		if warnings != 1 {
			t.Errorf("%d warnings", warnings)
		}
	})
}
