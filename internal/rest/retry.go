package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
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
	if !t.fits(r.Request.Context(), past(r.StatusCode(), wait)) {
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
	return errors.As(err, &refused) || errors.As(err, &auth) || errors.As(err, &own) || isBound(err) ||
		isCertificate(err) || isHandshake(err) || isUnknownHost(err) || errors.Is(err, context.Canceled)
}

// wait is resty's pause before the next attempt; 0 = its own exponential
// back-off with jitter. resty ignores Retry-After unless told (see the trap tests).
func (t retries) wait(_ *resty.Client, r *resty.Response) (time.Duration, error) {
	if r == nil || r.RawResponse == nil {
		return 0, nil
	}
	wait, _ := t.asked(r.StatusCode(), r.Header())
	return past(r.StatusCode(), wait), nil
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

const (
	unknownPrefix = "the outcome is unknown: "
	checkHint     = "check the state at the service before you repeat it"
	strangerHint  = "a wrong path in the URL, another port, or a proxy or login page in between answers like this"
)

// doubt makes e the error of a write that may have been carried out: an unknown
// outcome. Signing in leaves nothing behind that anybody would have to look for,
// so it is tried again.
func (c *Client) doubt(call *Request, e *Error, words, hint string) {
	e.Kind, e.Message, e.Hint = Unknown, unknownPrefix+words, hint
	if call.SignIn {
		e.Kind, e.Message, e.Hint = Temporary, "signing in failed: "+words, c.stranger("nothing but the sign-in was sent: try again")
	}
}

// lost is a call without a usable answer.
func (c *Client) lost(ctx context.Context, x *exchange, err error) error {
	uncertain := x.lost || (x.sent.Load() && !carriedOutNot(err))
	if auth, ok := errors.AsType[*authError](err); ok && !uncertain {
		return c.unauthorized(ctx, x.call, auth.err)
	}
	if ctx.Err() != nil && !uncertain {
		return ctx.Err()
	}
	e := c.describe(err)
	if uncertain {
		c.doubt(x.call, e, "the request was sent and "+e.Message, checkHint)
	}
	if ctx.Err() != nil {
		e.Err = ctx.Err()
	}
	return c.failure(x.call, e)
}

// unsent is a call that failed before an attempt was made.
func (c *Client) unsent(ctx context.Context, x *exchange, err error) error {
	_, own := errors.AsType[*Error](err)
	if own || ctx.Err() != nil || x.lost || x.sent.Load() {
		return c.lost(ctx, x, err)
	}
	return c.failure(x.call, &Error{Kind: BadInput, Message: "the request cannot be made: " + rootCause(err), Err: err})
}

// carriedOutNot reports whether err says that the service did not carry the
// last request out, although it received it.
func carriedOutNot(err error) bool {
	var body *bodyError
	var redirect *RedirectError
	var auth *authError
	switch {
	case errors.As(err, &auth), isCertificate(err), isHandshake(err):
		return true
	case errors.As(err, &redirect):
		return redirect.Status != http.StatusSeeOther // which points to the result of a change
	case errors.As(err, &body):
		return body.status >= 400 && body.status < 500
	}
	return false
}

// describe is err in words, with the kind it has when nothing was changed.
func (c *Client) describe(err error) *Error {
	if own, ok := errors.AsType[*Error](err); ok {
		inner := *own
		inner.Fields = slices.Clone(own.Fields)
		return &inner
	}
	e := &Error{Kind: Temporary, Err: cause(err)}
	e.Message, e.Hint = c.explain(err)
	var refused *RedirectError
	var body *bodyError
	var proxy *proxyError
	switch {
	case errors.As(err, &refused):
		e.Kind, e.Status = Failed, refused.Status
	case errors.As(err, &proxy) && proxy.status == 0:
		e.Kind = BadInput
	case errors.As(err, &proxy) && proxy.permanent():
		e.Kind = kindOfStatus(proxy.status)
	case isBound(err), isCertificate(err), isHandshake(err):
		e.Kind = Failed
	}
	if errors.As(err, &body) {
		e.Status = body.status
		if body.status >= 400 {
			e.Kind = kindOfStatus(body.status)
		}
	}
	return e
}

// unauthorized is a call that was not sent, or was refused with 401, and has
// no credential.
func (c *Client) unauthorized(ctx context.Context, call *Request, err error) error {
	own, ok := errors.AsType[*Error](err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !ok && isTimeout(err):
		return c.failure(call, c.describe(err))
	case !ok:
		return c.failure(call, &Error{Kind: Credential, Unsigned: true, Message: err.Error(), Err: err})
	}
	inner := *own // a renewal shares one error among all who wait for it
	inner.Fields, inner.Unsigned = slices.Clone(own.Fields), true
	return c.cleaned(&inner)
}
