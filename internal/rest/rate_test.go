package rest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// taken is how long n turns, one after another, take.
func taken(t *testing.T, turns Turns, n int) time.Duration {
	t.Helper()
	begin := time.Now()
	for range n {
		if err := turns.Take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(begin).Round(time.Millisecond)
}

func TestTurnsOfOneProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if got := taken(t, newBucket(Rate{PerSecond: 10, Burst: 5}, time.Minute), 25); got != 2*time.Second {
			t.Errorf("25 turns took %s", got)
		}
		free := newBucket(Rate{}, time.Minute)
		if got := taken(t, free, 1000); got != 0 {
			t.Errorf("without a rate: %s", got)
		}
		free.Pause(time.Now().Add(5 * time.Second))
		free.Pause(time.Now().Add(time.Second))
		if got := taken(t, free, 3); got != 5*time.Second {
			t.Errorf("the pause without a rate took %s", got)
		}
	})
}

func TestAPauseReachesThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBucket(Rate{PerSecond: 0.5, Burst: 1}, time.Minute)
		taken(t, b, 1)
		begin := time.Now()
		var all sync.WaitGroup
		all.Go(func() {
			taken(t, b, 1)
			if got := time.Since(begin); got < 20*time.Second {
				t.Errorf("a turn after %s, in the pause", got)
			}
		})
		time.Sleep(time.Second)
		b.Pause(begin.Add(10 * time.Second))
		time.Sleep(5 * time.Second)
		b.Pause(begin.Add(20 * time.Second))
		all.Wait()
	})
}

func TestAPauseThatIsNotWorthTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBucket(Rate{}, time.Minute)
		b.Pause(time.Now().Add(61 * time.Second))
		if err := b.Take(t.Context()); !errors.Is(err, pausedError(61*time.Second)) || err.Error() != "the service asked for a pause of 1m1s" {
			t.Errorf("error = %v", err)
		}
		time.Sleep(time.Second)
		short, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		if err := b.Take(short); !errors.Is(err, pausedError(time.Minute)) {
			t.Errorf("error = %v", err)
		}
		gone, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, interrupt)
		if err := b.Take(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
		if got := taken(t, b, 1); got != 59*time.Second {
			t.Errorf("the rest of the pause took %s", got)
		}
	})
}

func TestA429PausesAllWorkersOfAClient(t *testing.T) {
	t.Parallel()
	const pause = time.Second
	var mu sync.Mutex
	var refused time.Time
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if refused.IsZero() {
			refused = time.Now()
			answer(429, "", "Retry-After", "1")(w, r)
			return
		}
		if got := time.Since(refused); got < pause {
			t.Errorf("a request after %s", got)
		}
		answer(200, "{}")(w, r)
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Timeout: time.Minute})
	var all sync.WaitGroup
	all.Go(func() {
		if err := write(t.Context(), c, http.MethodPost, false); err != nil {
			t.Error(err)
		}
	})
	for c.turns.(*bucket).left() <= 0 {
		time.Sleep(time.Millisecond)
	}
	for range 8 {
		all.Go(func() {
			if _, err := fetch(t, c, "x"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.count() != 10 {
		t.Errorf("%d requests", s.count())
	}
}

func TestNoRequestInAPauseThatIsTooLong(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, "", "Retry-After", "600"))
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2, Timeout: time.Minute})
	for range 3 {
		err := write(t.Context(), c, http.MethodPost, false)
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Temporary || e.RetryAfter.Round(time.Minute) != 10*time.Minute {
			t.Errorf("%v", err)
		}
	}
	if s.count() != 1 {
		t.Errorf("%d requests", s.count())
	}
}

func TestAnInterruptedWaitIsTheContextsError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := connect(t, Provider{Rate: Rate{PerSecond: 0.01, Burst: 1}}, Conn{BaseURL: s.URL})
	if _, err := fetch(t, c, "x"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := write(ctx, c, http.MethodPost, false); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	short, end := context.WithTimeout(t.Context(), time.Second)
	defer end()
	if err := write(short, c, http.MethodPost, false); !Is(err, Temporary) {
		t.Errorf("no turn in time: %v", err)
	}
	if s.count() != 1 {
		t.Errorf("%d requests", s.count())
	}
}

// A write that was lost stays unknown when its repetition is interrupted while
// it waits for its turn, and is not blamed on the rate.
func TestALostWriteThatWaitsToBeRepeated(t *testing.T) {
	t.Parallel()
	s := serve(t, reset)
	c := connect(t, Provider{Rate: Rate{PerSecond: 0.01, Burst: 1}}, Conn{BaseURL: s.URL, Retries: 1})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	err := write(ctx, c, http.MethodPut, true)
	if !Is(err, Unknown) || !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "rate") || s.count() != 1 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}
