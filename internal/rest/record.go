package rest

import (
	"context"
	"errors"
)

// Write is a call that may change something, as a record of writes keeps it.
type Write struct {
	Call   string // the provider's name of the operation
	Method string
	URL    string // redacted
}

// Over hears how a write ended, once: with the provider's id of the request, if it
// sent one, and the error of the call; nil = it took effect.
type Over func(ctx context.Context, requestID string, err error)

// recorded tells of a write that is about to be sent. It must not be sent if there
// is an error. Reads, sign-ins and calls that are refused before they are sent are
// not told of; over is then nil.
func (c *Client) recorded(ctx context.Context, call *Request) (Over, error) {
	if c.record == nil || !call.write() || call.SignIn || c.unfit(call) != nil {
		return nil, nil
	}
	return c.record(ctx, Write{Call: call.Name, Method: call.Method, URL: c.safe(c.Base() + call.Path)})
}

// requestID is the provider's id of a request, by its answer or error.
func requestID(r *Response, err error) string {
	e, failed := errors.AsType[*Error](err)
	switch {
	case failed:
		return e.RequestID
	case r == nil:
		return ""
	}
	return r.requestID()
}

// requestID is the provider's id of the request; "" = it sent none.
func (r *Response) requestID() string {
	name := r.client.provider.RequestID
	if name == "" {
		return ""
	}
	return r.client.safe(Line(r.Header.Get(name)))
}
