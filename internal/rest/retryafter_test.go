package rest

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

func TestRetryAfterBeyondTheDeadlineIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, "", "Retry-After", "90"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := write(ctx, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Timeout: 2 * time.Minute}), http.MethodGet, false)
	if e, ok := errors.AsType[*Error](err); !ok || e.RetryAfter != 90*time.Second || ctx.Err() != nil {
		t.Errorf("%v; the deadline: %v", err, ctx.Err())
	}
}

func TestNegativeRetriesAreNone(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: -1}), "x"); err != nil || s.count() != 1 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, "99999999999999999999": (1 << 30) * time.Second,
		"Fri, 02 Jan 2026 03:04:15 GMT": 10 * time.Second, "Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got, ok := retryAfter(http.Header{"Retry-After": {value}}, now); !ok || got != want {
			t.Errorf("%q: %v %v", value, got, ok)
		}
	}
	for _, value := range []string{"", "-1", "soon", "1.5"} {
		if got, ok := retryAfter(http.Header{"Retry-After": {value}}, now); ok {
			t.Errorf("%q: %v", value, got)
		}
	}
}
