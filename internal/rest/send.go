package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// send carries out one call with retries and turns every way to fail into an
// *Error; a cancelled context stays the context's error.
func (c *Client) send(ctx context.Context, call *Request) (*Response, error) {
	e := c.unfit(call)
	if e == nil {
		e = c.asked(call)
	}
	if e != nil {
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
	e := &Error{
		Kind: kindOfStatus(r.Status), Call: r.call.Name, Status: r.Status, URL: r.URL, Message: c.statusMessage(r), Details: c.details(r.Body),
		RequestID: r.requestID(),
	}
	e.RetryAfter, _ = c.retries.asked(r.Status, r.Header)
	switch {
	case r.Status == http.StatusTooManyRequests:
		e.Hint = c.provider.Blocked
		if limit, _ := c.limitOf(r.call); e.RetryAfter > 0 {
			e.Hint = limit.WayOut(e.RetryAfter)
		}
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
	e.Message = c.secrets.MaskForeign(e.Message)
	for i, field := range e.Fields {
		e.Fields[i].Message = c.secrets.MaskForeign(field.Message)
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

// attempt is one try of a call, from connecting to the last byte of the
// answer. Reading inside the transport makes a body cut short a transport
// error under the same retry rules as a lost connection, and connections are
// always reused. Its own timer costs less than http.Client's, which starts a
// goroutine for each request.
type attempt struct {
	client  *Client
	timeout time.Duration // 0 = none
	long    time.Duration // of calls that are declared Long; 0 = none
	next    http.RoundTripper
}

func (a attempt) RoundTrip(r *http.Request) (*http.Response, error) {
	x := exchangeOf(r)
	x.begin()
	ctx, cancel := r.Context(), context.CancelFunc(func() {})
	if timeout := a.limit(x.call); timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, timeout)
	}
	defer cancel()
	r = r.WithContext(ctx)
	x.call.put(r)
	defer x.gauge.end()
	var moved func(int64)
	if x.call.Content == nil { // which begins when it is opened
		moved = x.gauge.begin(-1)
	}
	answer, err := a.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	var body []byte
	if x.call.receives(answer) {
		err = x.receive(answer, moved)
	} else {
		body, err = a.client.readAll(answer, r.Method)
	}
	if err != nil {
		return nil, err
	}
	x.answered(answer.StatusCode, body)
	a.client.answered(x.call, answer.StatusCode, answer.Header, body)
	answer.Body = http.NoBody
	return answer, nil
}

// put sets the body of a request.
func (call *Request) put(r *http.Request) {
	r.Body, r.GetBody, r.ContentLength = nil, nil, int64(len(call.Body))
	if len(call.Body) > 0 {
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(call.Body)), nil }
		r.Body, _ = r.GetBody()
	}
}

// limit is how long one attempt of a call may take; 0 = as long as it takes.
func (a attempt) limit(call *Request) time.Duration {
	if call.Long {
		return a.long
	}
	return a.timeout
}

// readAll reads and closes the body of an answer; errors are *bodyError.
func (c *Client) readAll(answer *http.Response, method string) ([]byte, error) {
	defer answer.Body.Close()
	body, err := c.read(answer, method)
	body = inUTF8(body, answer.Header)
	if err == nil && answer.StatusCode < http.StatusMultipleChoices {
		err = bounded(body)
	}
	if err != nil {
		return nil, &bodyError{answer.StatusCode, err}
	}
	return body, nil
}

// read reads a body within the bounds. Of an error the beginning does.
func (c *Client) read(answer *http.Response, method string) ([]byte, error) {
	size, limit := answer.ContentLength, c.limit
	failed := answer.StatusCode >= http.StatusMultipleChoices
	if failed {
		limit = min(limit, maxError)
	}
	switch {
	case method == http.MethodHead: // it says the length of what a GET would give
		return exactly(answer, 0)
	case size > limit && !failed:
		return nil, errTooLarge
	case size >= 0 && size <= limit:
		return exactly(answer, size)
	}
	body, whole, err := readBody(answer.Body, min(c.usual.size(answer.Request), limit), limit)
	switch {
	case err != nil:
		return nil, err
	case !whole && !failed:
		return nil, errTooLarge
	}
	c.usual.note(answer.Request, int64(len(body)))
	return body, nil
}

// exactly reads a body whose size was announced, to its very end: only then is
// the connection used again.
func exactly(answer *http.Response, size int64) ([]byte, error) {
	body := make([]byte, size+1)
	n, err := io.ReadFull(answer.Body, body)
	if int64(n) == size && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
		return body[:n:n], nil
	}
	return nil, err
}

// usual remembers how large the last answer to an operation was: the pages of
// a list come without a length and are much alike, and a buffer that doubles
// its way there leaves three times their size behind.
type usual struct {
	mu   sync.Mutex
	name string
	last int64
}

func (u *usual) size(r *http.Request) int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.name != exchangeOf(r).call.Name {
		return 0
	}
	return u.last + u.last/64
}

func (u *usual) note(r *http.Request, size int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.name, u.last = exchangeOf(r).call.Name, size
}

// hold reads an answer early and leaves an equal one in its place.
func (c *Client) hold(answer *http.Response, method string) ([]byte, error) {
	body, err := c.readAll(answer, method)
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if answer.ContentLength >= 0 && method != http.MethodHead {
		answer.ContentLength = int64(len(body))
	}
	return body, nil
}

// bodyError is an answer whose status came and whose body did not.
type bodyError struct {
	status int
	err    error
}

func (e *bodyError) Error() string {
	if errors.Is(e.err, io.ErrUnexpectedEOF) || isReset(e.err) {
		return "the answer was cut short"
	}
	return "the answer could not be read: " + rootCause(e.err)
}

func (e *bodyError) Unwrap() error { return e.err }
