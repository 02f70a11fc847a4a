package rest

import (
	"errors"
	"io"
	"net/http"
)

// Receive takes the body of a 2xx answer as it arrives. A call that is repeated
// calls it again, from the beginning; an error of its own ends the call without
// another attempt: an *Error as it is, any other as one of kind Failed with its
// text. Errors of body are the connection's: Receive hands them back, and the
// call is repeated where that is safe.
type Receive func(header http.Header, body io.Reader) error

// receives reports whether an answer goes to the call's Receive instead of
// being held.
func (r *Request) receives(answer *http.Response) bool {
	return r.Receive != nil && answer.StatusCode >= 200 && answer.StatusCode <= 299
}

// receive gives the answer to the call's Receive.
func (x *exchange) receive(answer *http.Response, moved func(int64)) error {
	defer answer.Body.Close()
	if answer.ContentLength >= 0 || x.call.Content != nil {
		moved = x.gauge.begin(answer.ContentLength)
	}
	body := &download{body: answer.Body, status: answer.StatusCode, moved: moved}
	err := x.call.Receive(answer.Header, body)
	if err == nil { // it may have stopped at the end of what it knows, short of the end of the body
		_, _ = io.CopyN(io.Discard, body, 64<<10)
	}
	if body.failed != nil {
		return body.failed
	}
	if err == nil {
		return nil
	}
	x.sent.Store(false) // the service did answer
	if _, own := errors.AsType[*Error](err); own {
		return err
	}
	return &Error{Kind: Failed, Message: err.Error(), Err: err}
}

// download is a body on its way to Receive.
type download struct {
	body   io.Reader
	status int
	moved  func(int64)
	failed error // *bodyError: the connection's error that ended it
}

func (d *download) Read(p []byte) (int, error) {
	if d.failed != nil {
		return 0, d.failed
	}
	n, err := d.body.Read(p)
	d.moved(int64(n))
	if err != nil && err != io.EOF {
		err = &bodyError{d.status, err}
		d.failed = err
	}
	return n, err
}

// WriteTo has io.Copy use larger pieces than its own 32 KiB.
func (d *download) WriteTo(w io.Writer) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{d}, make([]byte, pieceSize))
}

// pieceSize is how much of a long body moves at once.
const pieceSize = 128 << 10
