package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
)

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
	case errors.As(err, &proxy) && proxy.permanent():
		e.Kind = kindOfStatus(proxy.status)
	case errors.Is(err, errTooLarge), isCertificate(err), isHandshake(err):
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
