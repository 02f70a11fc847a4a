package rest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
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

// Limit is what a service counts together: the calls that a 429 stops.
type Limit struct {
	Name string // in words: "sign-ins", "DELETE of invitations"; "" = every call from this address
	Of   string // whose: an account's id; "" = nobody's
	User bool   // of each credential by itself
}

// pauses are the turns of limits that are narrower than the origin: a pause
// stops those whom it is meant for, and no others.
type pauses struct {
	mu   sync.Mutex
	of   map[string]Turns
	make func(key string) Turns
}

func (p *pauses) turns(key string) Turns {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[string]Turns{}
	}
	if p.of[key] == nil {
		p.of[key] = p.make(key)
	}
	return p.of[key]
}

// unfelt is the rate of turns that only pauses hold back.
var unfelt = Rate{PerSecond: 1e6, Burst: 1e5}

// limitOf is the limit that a call counts against, and its turns; nil = those of
// the origin.
func (c *Client) limitOf(call *Request) (Limit, Turns) {
	if c.provider.Limit == nil {
		return Limit{}, nil
	}
	limit := c.provider.Limit(call)
	if limit.Name == "" {
		return limit, nil
	}
	key := limit.Name + "\n" + limit.Of
	if known, ok := c.auth.(interface{ Who() string }); ok && limit.User {
		key += "\n" + known.Who()
	}
	return limit, c.pauses.turns(key)
}

// longestPause bounds how long one answer can silence all workers; a service
// that still wants a pause then says so again.
const longestPause = time.Hour

// margin is how much longer than asked a pause after 429 is: a request at the
// very instant of the reset is answered with an error of its own by some
// services, and clocks differ.
const margin = time.Second

// past is the wait that an answer asked for, with the margin of a 429.
func past(status int, wait time.Duration) time.Duration {
	if status == http.StatusTooManyRequests && wait > 0 {
		return wait + margin
	}
	return wait
}

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
		t.client.pause(x.call, answer)
	}
	return answer, err
}

// turn waits until the next request of x may be sent. The error is the
// context's when the call was interrupted, else an *Error.
func (c *Client) turn(ctx context.Context, x *exchange) error {
	limit, own := c.limitOf(x.call)
	err := c.turns.Take(ctx)
	if err == nil && own != nil {
		err = own.Take(ctx)
	}
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
			Kind: Temporary, Message: "the service asked for a pause of " + limit.words() + ", which lasts longer than this call may wait",
			Hint: limit.WayOut(wait), RetryAfter: wait, Err: err,
		}
	}
	return &Error{
		Kind: Temporary, Message: "the rate limit leaves no room for this call in the time given",
		Hint: "allow more time, or set --rate to what the service allows you", Err: err,
	}
}

func (l Limit) words() string { return cmp.Or(l.Name, "all calls") }

// WayOut says how long a 429 stops what, and what can be done.
func (l Limit) WayOut(wait time.Duration) string {
	others := ""
	if l.Name != "" {
		others = " and with nothing else"
	}
	until := wait + margin
	return "the service asks to wait " + wait.String() + " with " + l.words() + others + ": try again after " +
		time.Now().Add(until).UTC().Format("15:04:05") + " UTC, or have the command wait with --timeout " + (until + margin).String() +
		"; --rate 0 asks at once, and is refused while the limit holds"
}

// pause stops all who share the limit for as long as a 429 asks. One that names
// no end stops nobody: the call fails and says so.
func (c *Client) pause(call *Request, answer *http.Response) {
	wait, given := c.retries.asked(answer.StatusCode, answer.Header)
	if !given || wait <= 0 {
		return
	}
	_, turns := c.limitOf(call)
	if turns == nil {
		turns = c.turns
	}
	turns.Pause(time.Now().Add(past(answer.StatusCode, min(wait, longestPause-margin))))
}
