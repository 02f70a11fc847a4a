package rest

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is a limit on requests: PerSecond on average, Burst at once. The zero
// Rate is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Turns hand out the right to send one request. Many workers use them at the
// same time.
type Turns interface {
	// Take waits for a turn. Its error is the context's, or says why there is no
	// turn in time; one that has a method RetryAfter() time.Duration says how
	// long the service wants to be left alone.
	Take(ctx context.Context) error
	// Pause lets nobody take a turn until then. It never shortens a pause.
	Pause(until time.Time)
}

// bucket is the turns of one client in one process. resty's own limiter
// rejects instead of waiting (see the trap tests).
type bucket struct {
	tokens  *rate.Limiter
	longest time.Duration // the longest pause worth waiting for
	mu      sync.Mutex
	until   time.Time // of the pause
}

func newBucket(r Rate, longest time.Duration) *bucket {
	if r.PerSecond <= 0 {
		return &bucket{tokens: rate.NewLimiter(rate.Inf, 1), longest: longest}
	}
	return &bucket{tokens: rate.NewLimiter(rate.Limit(r.PerSecond), max(r.Burst, 1)), longest: longest}
}

// Take implements Turns.
func (b *bucket) Take(ctx context.Context) error {
	for {
		if err := b.pass(ctx); err != nil {
			return err
		}
		if err := b.tokens.Wait(ctx); err != nil {
			return err
		}
		if b.left() <= 0 { // else the pause came while this waited
			return nil
		}
	}
}

// Pause implements Turns.
func (b *bucket) Pause(until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until.After(b.until) {
		b.until = until
	}
}

// left is how long the pause lasts from now on; not above 0 = it is over.
func (b *bucket) left() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.until.IsZero() {
		return 0
	}
	return time.Until(b.until)
}

// pass waits for the end of the pause.
func (b *bucket) pass(ctx context.Context) error {
	for {
		left := b.left()
		if left <= 0 {
			return ctx.Err()
		}
		deadline, limited := ctx.Deadline()
		if left > b.longest || limited && left > time.Until(deadline) {
			return pausedError(left)
		}
		select {
		case <-time.After(left):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pausedError is how long a pause lasts that is too long to wait for.
type pausedError time.Duration

func (e pausedError) Error() string {
	return "the service asked for a pause of " + e.RetryAfter().String()
}

// RetryAfter is what Turns promise of such errors.
func (e pausedError) RetryAfter() time.Duration { return time.Duration(e) }
