package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

var errNull = errors.New("it has null where an object was due")

// get prepares a read of one document.
func get[T any](c *Client, name, path string) rest.Call[rest.Item[T]] {
	return rest.NewCall(c.rest, rest.Get(name, path), one[T])
}

// one decodes an object; "null" is not one.
func one[T any](r *rest.Response) (rest.Item[T], error) {
	raw, err := rest.JSON[json.RawMessage](r)
	if err != nil {
		return rest.Item[T]{}, err
	}
	return item[T](raw)
}

func item[T any](raw json.RawMessage) (rest.Item[T], error) {
	if string(raw) == "null" {
		return rest.Item[T]{}, errNull
	}
	return rest.DecodeItem[T](raw)
}

// list reads an array in one call: no list of this service has pages that need
// following (§1). One row that cannot be read fails the list.
func list[T any](ctx context.Context, c *Client, name, path string) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		rows, err := rest.NewCall(c.rest, rest.Get(name, path), array[T]).Do(ctx)
		if err != nil {
			yield(rest.Item[T]{}, err)
			return
		}
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func array[T any](r *rest.Response) ([]rest.Item[T], error) {
	raws, err := rest.JSON[[]json.RawMessage](r)
	if err != nil {
		return nil, err
	}
	if raws == nil {
		return nil, errNull
	}
	rows := make([]rest.Item[T], len(raws))
	for i, raw := range raws {
		if rows[i], err = item[T](raw); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return rows, nil
}

// collect is a list in memory.
func collect[T any](all iter.Seq2[rest.Item[T], error]) ([]T, error) {
	var values []T
	for item, err := range all {
		if err != nil {
			return nil, err
		}
		values = append(values, item.Value)
	}
	return values, nil
}

// change prepares a write; a nil body is no body. None is declared idempotent:
// a second acceptance is answered 404, on the oldest servers it ends the
// process (§4.4), and a second deletion could hit who has become a member in
// between (§4.5).
func change(name, method, path string, body any) rest.Request {
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

// bearing is the header of a call that carries its own token.
func bearing(token string) http.Header {
	return http.Header{headerCredential: {"Bearer " + token}}
}
