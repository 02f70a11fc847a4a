package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// maxBody bounds an answer that is held in memory: a page of 4000 rows is a
// few MiB.
const maxBody = 64 << 20

var errTooLarge = errors.New("the answer is larger than 64 MiB")

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
	size := answer.ContentLength
	if method == http.MethodHead {
		size = 0 // the length of what a GET would give
	}
	if size > c.limit {
		return nil, &bodyError{answer.StatusCode, errTooLarge}
	}
	if size >= 0 {
		return exactly(answer, size)
	}
	var buffer bytes.Buffer
	if size = c.usual.size(answer.Request); size > 0 {
		buffer.Grow(int(size) + bytes.MinRead) // exactly one allocation
	}
	n, err := buffer.ReadFrom(io.LimitReader(answer.Body, c.limit+1))
	if err == nil && n > c.limit {
		err = errTooLarge
	}
	if err != nil {
		return nil, &bodyError{answer.StatusCode, err}
	}
	c.usual.note(answer.Request, n)
	return buffer.Bytes(), nil
}

// exactly reads a body whose size was announced, to its very end: only then is
// the connection used again.
func exactly(answer *http.Response, size int64) ([]byte, error) {
	body := make([]byte, size+1)
	n, err := io.ReadFull(answer.Body, body)
	if int64(n) == size && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
		return body[:n:n], nil
	}
	return nil, &bodyError{answer.StatusCode, err}
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
