package rest

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/go-resty/resty/v2"
)

// retries decides what resty's loop repeats: reads, calls declared idempotent,
// calls that were refused with 429, and any call that provably was not sent.
// resty's default would send a POST again after a lost answer (see the trap tests).
type retries struct {
	max     int
	longest time.Duration // the longest wait worth while: the timeout
	reset   func(http.Header) time.Duration
}

func (retries) first() time.Duration { return 200 * time.Millisecond }

func (t retries) cap() time.Duration {
	if t.longest <= 0 {
		return time.Minute
	}
	return t.longest
}

// again is resty's retry condition; its verdict replaces resty's own.
func (t retries) again(r *resty.Response, err error) bool {
	if r == nil || r.Request.Context().Err() != nil {
		return false
	}
	x := exchangeOn(r.Request.Context())
	if err != nil {
		return t.againAfter(x, err)
	}
	wait, given := t.asked(r.StatusCode(), r.Header())
	if !t.fits(r.Request.Context(), wait) {
		return false
	}
	switch r.StatusCode() {
	case http.StatusTooManyRequests:
		return given
	case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return x.repeatable()
	}
	return false
}

// fits reports whether a wait is worth while: within the timeout, and within
// the time that the caller has.
func (t retries) fits(ctx context.Context, wait time.Duration) bool {
	deadline, limited := ctx.Deadline()
	return wait <= t.cap() && (!limited || wait < time.Until(deadline))
}

func (t retries) againAfter(x *exchange, err error) bool {
	if permanent(err) {
		return false
	}
	if _, cut := errors.AsType[*uploadError](err); cut {
		return x.repeatable()
	}
	return !x.sent.Load() || x.repeatable()
}

// permanent errors would fail the same way again.
func permanent(err error) bool {
	var refused *RedirectError
	var auth *authError
	var own *Error
	var proxy *proxyError
	if errors.As(err, &proxy) {
		return proxy.permanent()
	}
	return errors.As(err, &refused) || errors.As(err, &auth) || errors.As(err, &own) || errors.Is(err, errTooLarge) ||
		isCertificate(err) || isHandshake(err) || isUnknownHost(err) || errors.Is(err, context.Canceled)
}

// wait is resty's pause before the next attempt; 0 = its own exponential
// back-off with jitter. resty ignores Retry-After unless told (see the trap tests).
func (t retries) wait(_ *resty.Client, r *resty.Response) (time.Duration, error) {
	if r == nil || r.RawResponse == nil {
		return 0, nil
	}
	wait, _ := t.asked(r.StatusCode(), r.Header())
	return wait, nil
}

// asked is how long an answer asks to wait: in Retry-After, or, of a 429, in
// the service's own header.
func (t retries) asked(status int, h http.Header) (wait time.Duration, given bool) {
	if wait, given = retryAfter(h, time.Now()); !given && status == http.StatusTooManyRequests && t.reset != nil {
		wait = t.reset(h)
		given = wait > 0
	}
	return wait, given
}

// retryAfter reads Retry-After in seconds or as a date.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := h.Get("Retry-After")
	if value == "" {
		return 0, false // the usual case, and each failing parser allocates
	}
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, 1<<30)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}
