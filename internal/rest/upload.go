package rest

import (
	"fmt"
	"io"
	"net/http"
)

// upload puts the body of a Content on each request just before it is sent:
// after a renewed credential or a redirect it is read from the beginning, and
// neither resty nor a trace ever holds it.
type upload struct{ next http.RoundTripper }

func (u upload) RoundTrip(r *http.Request) (*http.Response, error) {
	x := exchangeOf(r)
	if x.call.Content == nil {
		return u.next.RoundTrip(r)
	}
	answer, err := u.once(r, x)
	if err == nil && answer.StatusCode == http.StatusExpectationFailed && r.Header.Get("Expect") != "" {
		drain(answer.Body)
		r = r.Clone(r.Context())
		r.Header.Del("Expect") // some proxies do not know it
		return u.once(r, x)
	}
	return answer, err
}

// once sends the request with its body once.
func (u upload) once(r *http.Request, x *exchange) (*http.Response, error) {
	var last *opening
	open := func() (io.ReadCloser, error) {
		next, err := x.call.Content.open(x.gauge)
		if err != nil {
			return nil, err
		}
		last = next
		return next, nil
	}
	body, err := open()
	if err != nil {
		return nil, err
	}
	r = r.WithContext(r.Context())
	r.Body, r.GetBody, r.ContentLength = body, open, x.call.Content.Size
	if r.ContentLength == 0 { // to net/http a reader of length 0 is one of unknown length
		if err := empty(body); err != nil {
			return nil, err
		}
		r.Body, r.GetBody = http.NoBody, nil
	}
	answer, err := u.next.RoundTrip(r)
	if err != nil {
		return nil, x.broken(last, err)
	}
	x.partial = !last.whole()
	return answer, nil
}

// empty closes a body of size 0 and reports what is wrong with it.
func empty(body io.ReadCloser) error {
	defer body.Close()
	var one [1]byte
	if _, err := body.Read(one[:]); err != io.EOF {
		return err
	}
	return nil
}

// broken is the end of an upload without an answer. A request whose body did
// not go out whole cannot have been carried out.
func (x *exchange) broken(o *opening, err error) error {
	handed, failed := o.stop()
	switch {
	case failed != nil:
		x.sent.Store(false)
		return failed
	case handed == o.size:
		return err
	}
	connected := x.sent.Swap(false)
	if !connected || handed == 0 {
		return err
	}
	return &uploadError{handed, o.size, err}
}

// uploadError is an upload that broke off. It is not repeated by itself: what
// breaks off a large file often does so again.
type uploadError struct {
	handed, size int64 // bytes
	err          error
}

func (e *uploadError) Error() string {
	return fmt.Sprintf("the upload broke off after %s of %s", amount(e.handed), amount(e.size))
}

func (e *uploadError) Unwrap() error { return e.err }
