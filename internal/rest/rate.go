package rest

import (
	"context"

	"golang.org/x/time/rate"
)

// Rate is a limit on requests: PerSecond on average, Burst at once. The zero
// Rate is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// limiter makes callers wait; resty's own rejects instead (see the trap tests). All
// workers of a process share it.
type limiter struct{ bucket *rate.Limiter }

func newLimiter(r Rate) *limiter {
	if r.PerSecond <= 0 {
		return &limiter{}
	}
	return &limiter{rate.NewLimiter(rate.Limit(r.PerSecond), max(r.Burst, 1))}
}

// wait blocks until the call may be sent; errors are the context's, or an
// *Error when its deadline comes before the turn of the call.
func (l *limiter) wait(ctx context.Context) error {
	if l.bucket == nil {
		return ctx.Err()
	}
	err := l.bucket.Wait(ctx)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return &Error{
		Kind: Temporary, Message: "the rate limit leaves no room for this call in the time given",
		Hint: "allow more time, or set --rate to what the service allows you", Err: err,
	}
}
