package rest

import (
	"context"
	"errors"
	"net/http"
	"time"
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

// free are turns without a limit.
type free struct{}

func (free) Take(ctx context.Context) error { return ctx.Err() }
func (free) Pause(time.Time)                {}

// longestPause bounds how long one answer can silence all workers; a service
// that still wants a pause then says so again.
const longestPause = time.Hour

// turn has every single request wait for its turn: also those that follow a
// redirect, a renewed credential or a refused Expect. The first of an attempt
// took its turn before the attempt's time began.
type turn struct {
	client *Client
	next   http.RoundTripper
}

func (t turn) RoundTrip(r *http.Request) (*http.Response, error) {
	x := exchangeOf(r)
	if !x.turn {
		if err := t.client.turn(r.Context(), x); err != nil {
			if r.Body != nil {
				_ = r.Body.Close()
			}
			return nil, err
		}
	}
	x.turn = false
	answer, err := t.next.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusTooManyRequests {
		t.client.pause(answer)
	}
	return answer, err
}

// turn waits until the next request of x may be sent. The error is the
// context's when the call was interrupted, else an *Error.
func (c *Client) turn(ctx context.Context, x *exchange) error {
	err := c.turns.Take(ctx)
	if err == nil {
		x.turn = true
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if paused, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err); ok {
		wait := (paused.RetryAfter() + time.Second - 1).Truncate(time.Second) // never 0, which is "not said"
		return &Error{
			Kind: Temporary, Message: "the service asked for a pause, which lasts longer than this call may wait",
			Hint: c.blockedHint(wait), RetryAfter: wait, Err: err,
		}
	}
	return &Error{
		Kind: Temporary, Message: "the rate limit leaves no room for this call in the time given",
		Hint: "allow more time, or set --rate to what the service allows you", Err: err,
	}
}

// pause stops all who share the turns for as long as a 429 asks. One that
// names no end stops nobody: the call fails and says so.
func (c *Client) pause(answer *http.Response) {
	if wait, given := c.retries.asked(answer.StatusCode, answer.Header); given && wait > 0 {
		c.turns.Pause(time.Now().Add(min(wait, longestPause)))
	}
}
