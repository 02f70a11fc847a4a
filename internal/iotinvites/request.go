package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"unictl/internal/rest"
)

var errNull = errors.New("it has null where an object was due")

// inAccount prepares a call below /accounts/{id}.
func (c *Client) inAccount(name, method string, body any, segments ...string) rest.Request {
	r := request(name, method, rest.Path(append([]string{"accounts", c.account}, segments...)...), body)
	if c.account == "" {
		r.Refuse = badInput("no account is set", "")
	}
	return r
}

// refusal is what a check of a form says, for Request.Refuse.
func refusal(err error) *rest.Error {
	e, _ := errors.AsType[*rest.Error](err)
	return e
}

// one decodes an object; "null" is not one.
func one[T any](r *rest.Response) (rest.Item[T], error) {
	raw, err := rest.JSON[json.RawMessage](r)
	if err != nil {
		return rest.Item[T]{}, err
	}
	rest.Expect[T](r, raw)
	return item[T](raw)
}

func item[T any](raw json.RawMessage) (rest.Item[T], error) {
	if string(raw) == "null" {
		return rest.Item[T]{}, errNull
	}
	return rest.DecodeItem[T](raw)
}

// list reads an array in one call: no list of this service has pages that need
// following (§1). Its rows are read one after another; what is no row ends it
// with an error.
func list[T any](ctx context.Context, c *Client, r rest.Request) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		answer, err := rest.NewCall(c.rest, r, rest.Whole).Do(ctx)
		if err != nil {
			yield(rest.Item[T]{}, err)
			return
		}
		n := 0
		for raw, err := range rest.Elements(answer.Body) {
			var row rest.Item[T]
			if n++; err == nil {
				rest.Expect[T](answer, raw)
				row, err = item[T](raw)
			}
			if err != nil {
				yield(rest.Item[T]{}, answer.Misread(fmt.Errorf("row %d: %w", n, err)))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// request prepares a call; a nil body is no body. No write is declared
// idempotent: a second acceptance is answered 404, on the oldest servers it ends
// the process (§4.4), and a second deletion could hit who has become a member in
// between (§4.5).
func request(name, method, path string, body any) rest.Request {
	r := rest.Request{Name: name, Method: method, Path: path}
	if body != nil {
		r.Body = encode(body)
	}
	return r
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) []byte {
	body, err := rest.Body(v)
	if err != nil {
		panic("iotinvites: " + err.Error())
	}
	return body
}

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}
