package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
)

// Witness watches calls: what they ask, what is answered, and what the answers
// are read as. It may be asked by several goroutines.
type Witness interface {
	// Asked is told of a call before it is sent. An error refuses it; Message, Hint
	// and Kind are enough.
	Asked(*Request) *Error
	// Answered is told of every answer whose body came, also of refusals. The body
	// must not be changed.
	Answered(r *Request, status int, h http.Header, body []byte)
	// Expected is told of a part of an answer, and of the Go type that it is read
	// into. A member that a service may leave out has the tag sent:"sometimes"; those
	// that it sends and nobody reads stand in the tag unread of a blank field.
	Expected(r *Request, as reflect.Type, part []byte)
}

// Expect tells the client's witness, where there is one, that a part of the
// answer is read as T.
func Expect[T any](r *Response, part []byte) {
	if r.client != nil && r.client.witness != nil {
		r.client.witness.Expected(r.call, reflect.TypeFor[T](), part)
	}
}

// asked is why the witness refuses a call.
func (c *Client) asked(call *Request) *Error {
	if c.witness == nil {
		return nil
	}
	return c.witness.Asked(call)
}

func (c *Client) answered(call *Request, status int, h http.Header, body []byte) {
	if c.witness != nil {
		c.witness.Answered(call, status, h, body)
	}
}

// Stopped says in a few fixed words what kept a call from an answer that can be
// read. It holds nothing that the service sent and no address; "" = none of the
// known reasons.
func Stopped(err error) string {
	var redirected *RedirectError
	var cut *bodyError
	switch {
	case errors.As(err, &redirected):
		return "a redirect that is not followed"
	case isBound(err):
		return "an answer that is larger or deeper than this tool reads"
	case isTimeout(err), errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case isUnreachableProxy(err):
		return "the proxy failed"
	case isUnknownHost(err):
		return "an unknown host"
	case isCertificate(err):
		return "a certificate that is not trusted"
	case isHandshake(err):
		return "no agreement on TLS"
	case isRefusedConnection(err):
		return "a refused connection"
	case errors.As(err, &cut), isReset(err), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "a connection that was closed"
	}
	return ""
}

// Unread says in a few fixed words what a body is that is not the JSON which was
// due; "" = it is JSON.
func Unread(body []byte) string {
	switch {
	case len(body) == 0:
		return "an empty answer"
	case json.Valid(body):
		return ""
	case looksLikeHTML(body):
		return "a web page"
	case looksLikeJSON(body):
		return "JSON that is broken"
	}
	return "no JSON"
}
