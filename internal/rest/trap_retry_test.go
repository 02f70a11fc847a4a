package rest

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
	"golang.org/x/time/rate"
)

// The trap tests run each scenario with resty as it comes, which shows why the
// setting of ours exists, and with ours.

func TestTrapAPostIsSentAgainAfterALostAnswer(t *testing.T) {
	t.Parallel()
	theirs := serve(t, reset)
	if _, err := plainResty(theirs).SetRetryCount(3).SetRetryWaitTime(time.Millisecond).R().SetBody("{}").Post("/things"); err == nil {
		t.Error("resty: no error")
	}
	if n := theirs.count(); n != 4 {
		t.Errorf("resty sent the POST %d times: is the trap gone?", n)
	}
	ours := serve(t, reset)
	err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: ours.URL, Retries: 3}), http.MethodPost, false)
	if !Is(err, Unknown) || ours.count() != 1 {
		t.Errorf("ours: sent %d times, %v", ours.count(), err)
	}
}

func TestTrapNoStatusIsRetried(t *testing.T) {
	t.Parallel()
	theirs := serve(t, answer(503, ""))
	if _, err := plainResty(theirs).SetRetryCount(2).R().Get("/x"); err != nil || theirs.count() != 1 {
		t.Errorf("resty: %d requests, %v: is the trap gone?", theirs.count(), err)
	}
	ours := serve(t, answer(503, ""))
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: ours.URL, Retries: 2}), "x"); err == nil || ours.count() != 3 {
		t.Errorf("ours: %d requests, %v", ours.count(), err)
	}
}

// busyOnce answers 429 with a wait in seconds, then 200.
func busyOnce(t *testing.T, wait string) (*service, func() time.Duration) {
	times := make(chan time.Time, 2)
	var s *service
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		times <- time.Now()
		if s.count() == 1 {
			answer(429, "", "Retry-After", wait)(w, r)
			return
		}
		answer(200, "{}")(w, r)
	})
	return s, func() time.Duration { first := <-times; return (<-times).Sub(first) }
}

func TestTrapRetryAfterIsIgnored(t *testing.T) {
	t.Parallel()
	on429 := func(r *resty.Response, _ error) bool { return r.StatusCode() == 429 }
	theirs, waited := busyOnce(t, "60")
	if _, err := plainResty(theirs).SetRetryCount(1).AddRetryCondition(on429).R().Get("/x"); err != nil {
		t.Fatal(err)
	}
	if w := waited(); w >= time.Minute {
		t.Errorf("resty waited %s: is the trap gone?", w)
	}
}

func TestTrapRetryAfterIsClamped(t *testing.T) {
	t.Parallel()
	on429 := func(r *resty.Response, _ error) bool { return r.StatusCode() == 429 }
	asTold := func(*resty.Client, *resty.Response) (time.Duration, error) { return time.Minute, nil }
	theirs, waited := busyOnce(t, "60")
	if _, err := plainResty(theirs).SetRetryCount(1).AddRetryCondition(on429).SetRetryAfter(asTold).R().Get("/x"); err != nil {
		t.Fatal(err)
	}
	if w := waited(); w >= time.Minute {
		t.Errorf("resty waited %s: is the trap gone?", w)
	}
}

func TestRetryAfterIsWaitedForInFull(t *testing.T) {
	t.Parallel()
	ours, waited := busyOnce(t, "3")
	c := connect(t, Provider{}, Conn{BaseURL: ours.URL, Retries: 1, Timeout: time.Minute})
	if err := write(t.Context(), c, http.MethodPost, false); err != nil { // a 429 was not carried out
		t.Fatal(err)
	}
	if w := waited(); w < 2900*time.Millisecond {
		t.Errorf("ours waited %s", w)
	}
}

func TestTrapTheRateLimiterRejects(t *testing.T) {
	t.Parallel()
	theirs := serve(t, answer(200, "{}"))
	limited := plainResty(theirs).SetRateLimiter(rate.NewLimiter(1, 1))
	rejected := 0
	for range 3 {
		if _, err := limited.R().Get("/x"); errors.Is(err, resty.ErrRateLimitExceeded) {
			rejected++
		}
	}
	if rejected == 0 {
		t.Error("resty waited: is the trap gone?")
	}
	ours := serve(t, answer(200, "{}"))
	c := connect(t, Provider{Rate: Rate{PerSecond: 20, Burst: 1}}, Conn{BaseURL: ours.URL})
	begin := time.Now()
	parallel(5, func() {
		if _, err := fetch(t, c, "x"); err != nil {
			t.Error(err)
		}
	})
	if took := time.Since(begin); took < 190*time.Millisecond || ours.count() != 5 {
		t.Errorf("ours: %d requests in %s", ours.count(), took)
	}
}

func TestRetriesTakeTheirTurnAtTheLimiter(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(503, ""))
	c := connect(t, Provider{Rate: Rate{PerSecond: 10, Burst: 1}}, Conn{BaseURL: s.URL, Retries: 2})
	begin := time.Now()
	if _, err := fetch(t, c, "x"); !Is(err, Temporary) {
		t.Error(err)
	}
	if took := time.Since(begin); took < 190*time.Millisecond || s.count() != 3 {
		t.Errorf("%d requests in %s", s.count(), took)
	}
}

func TestTheLimiterHeedsTheContext(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	slow := Rate{PerSecond: 0.001, Burst: 1}
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Rate: &slow})
	if err := write(t.Context(), c, http.MethodPost, false); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := write(short, c, http.MethodPost, false); !Is(err, Temporary) {
		t.Errorf("deadline too near: %v", err)
	}
	cancelled, stop := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, stop)
	if err := write(cancelled, c, http.MethodPost, false); err != context.Canceled || s.count() != 1 {
		t.Errorf("cancelled: %d requests, %v", s.count(), err)
	}
}

func TestAZeroRateLiftsTheProvidersLimit(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := connect(t, Provider{Rate: Rate{PerSecond: 0.001, Burst: 1}}, Conn{BaseURL: s.URL, Rate: &Rate{}})
	for range 3 {
		if _, err := fetch(t, c, "x"); err != nil {
			t.Fatal(err)
		}
	}
}
