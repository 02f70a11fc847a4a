package rest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// send carries out one call with retries and turns every way to fail into an
// *Error; a cancelled context stays the context's error.
func (c *Client) send(ctx context.Context, call *Request) (*Response, error) {
	if e := c.unfit(call); e != nil {
		return nil, c.failure(call, e)
	}
	x := &exchange{call: call, gauge: gaugeOf(ctx, call)}
	r := c.resty.R().SetContext(context.WithValue(ctx, exchangeKey{}, x))
	r.SetBody(bytes.NewReader(nil)) // attempt puts the real one: resty would copy it twice
	answer, err := r.Execute(call.Method, c.url(call))
	switch {
	case err != nil && answer == nil:
		return nil, c.unsent(ctx, x, err)
	case err != nil:
		return nil, c.lost(ctx, x, err)
	}
	response := &Response{
		Status: answer.StatusCode(), Header: answer.Header(), Body: x.body,
		URL: c.shownURL(answer.RawResponse.Request.URL), call: call, client: c,
	}
	if response.Status < 200 || response.Status > 299 {
		return nil, c.refused(x, response)
	}
	return response, nil
}

// unfit is why a call must not be sent. An empty id above all would turn the
// deletion of one thing into a call on all of them.
func (c *Client) unfit(call *Request) *Error {
	switch {
	case call.Refuse != nil:
		refused := *call.Refuse
		return &refused
	case strings.HasSuffix(call.Path, "/"), strings.Contains(call.Path, "//"), strings.HasPrefix(call.Path, "/"):
		return &Error{Kind: BadInput, Message: "the call lacks an id: " + call.Method + " " + call.Path}
	case c.auth == nil && !call.NoAuth && c.provider.Unsigned.Message != "":
		return &Error{Kind: Credential, Unsigned: true, Message: c.provider.Unsigned.Message, Hint: c.provider.Unsigned.Hint}
	}
	return nil
}

// failure completes e with what every error says of its call.
func (c *Client) failure(call *Request, e *Error) *Error {
	e.Provider, e.Call, e.Method = c.provider.Name, call.Name, call.Method
	if e.URL == "" {
		e.URL = c.Base() + call.Path
	}
	if c.wayOut != nil {
		c.wayOut(e)
	}
	return c.cleaned(e)
}

// cleaned makes the texts of e safe to print.
func (c *Client) cleaned(e *Error) *Error {
	for _, text := range []*string{&e.URL, &e.Message, &e.Hint, &e.Code, &e.RequestID} {
		*text = c.safe(*text)
	}
	for i := range e.Fields {
		e.Fields[i].Name, e.Fields[i].Message = c.safe(e.Fields[i].Name), c.safe(e.Fields[i].Message)
	}
	if e.Err != nil {
		if text := e.Err.Error(); c.safe(text) != text {
			e.Err = &maskedError{c.safe(text), e.Err}
		}
	}
	return e
}

// safe is text without known secrets and control characters.
func (c *Client) safe(text string) string { return printable(c.secrets.Mask(text)) }

// refused is an answer outside 2xx.
func (c *Client) refused(x *exchange, r *Response) error {
	e := &Error{Kind: kindOfStatus(r.Status), Call: r.call.Name, Status: r.Status, URL: r.URL, Message: c.statusMessage(r)}
	e.RetryAfter, _ = c.retries.asked(r.Status, r.Header)
	switch {
	case r.Status == http.StatusTooManyRequests:
		e.Hint = c.blockedHint(e.RetryAfter)
	case r.Status == http.StatusRequestEntityTooLarge:
		e.Hint = "it is larger than the service, or a proxy before it, accepts: have that limit raised"
	case looksLikeHTML(r.Body):
		e.Hint = c.stranger(strangerHint)
	case r.Status == http.StatusNotFound && !r.call.write():
		e.Hint = c.stranger("is it there, and does the URL in use end where the service's API begins?")
	case r.Status == http.StatusNotFound, len(r.Body) > 0 && !looksLikeJSON(r.Body):
		e.Hint = c.stranger("")
	}
	if c.provider.Failure != nil {
		c.provider.Failure(r, e)
	}
	switch {
	case e.Kind == NotFound && x.tried && r.call.Method == http.MethodDelete:
		return errGone
	case c.mayHaveHappened(x, r) && !(r.call.SignIn && e.Kind != Temporary): // whose refusal is known by its code
		c.doubt(r.call, e, e.Message, doubtHint(e))
	case x.lost && e.Kind == Temporary:
		c.doubt(r.call, e, "an earlier attempt was sent and never answered, and this one: "+e.Message, checkHint)
	}
	return c.failure(r.call, e)
}

// errGone is a removal that found nothing to remove, after an attempt of the same
// call that may have removed it: it is done.
var errGone = errors.New("gone already")

// mayHaveHappened reports an answer that leaves open whether a write was carried
// out: a server that fails does so before, in the middle, or when all is stored.
// A write that may be repeated is simply sent again, unless a gateway answered:
// then the first one may still be under way.
func (c *Client) mayHaveHappened(x *exchange, r *Response) bool {
	if !r.call.write() || r.Status < http.StatusInternalServerError || x.partial {
		return false
	}
	gateway := r.Status == http.StatusBadGateway || r.Status == http.StatusGatewayTimeout
	return (gateway || !x.repeatable()) && !(c.provider.Untouched != nil && c.provider.Untouched(r))
}

// doubtHint keeps what the provider says of its own failure behind the advice to
// look first.
func doubtHint(e *Error) string {
	switch {
	case e.Status == http.StatusBadGateway, e.Status == http.StatusGatewayTimeout:
		return "a gateway gave up on the service: check the state before you repeat it"
	case e.Hint != "":
		return checkHint + "; " + e.Hint
	}
	return checkHint
}

func (c *Client) blockedHint(wait time.Duration) string {
	if wait > 0 {
		return "the service asks to wait " + wait.String() + "; try again then"
	}
	return c.provider.Blocked
}
