package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"unictl/internal/rest"
)

// Expected is a prepared call one of whose errors is a good answer: this
// service says 404 to a deletion that it carried out (§4.5). It implements
// rest.Prepared.
type Expected[T any] struct {
	call rest.Call[T]
	good func(*rest.Error) (T, bool)
	then func(T) // nil = none
}

// Then returns the call with f instead of an earlier one: it is given the
// outcome.
func (x Expected[T]) Then(f func(T)) Expected[T] {
	x.then = f
	return x
}

// Do sends the call. Errors are as of rest.Call.Do.
func (x Expected[T]) Do(ctx context.Context) (T, error) {
	value, err := x.call.Do(ctx)
	if err != nil {
		if value, _, err = x.judge(err); err != nil {
			return value, err
		}
	}
	x.settle(value)
	return value, nil
}

// Send implements rest.Prepared; a good error is given as {"code","message"}.
func (x Expected[T]) Send(ctx context.Context) (json.RawMessage, error) {
	var value T
	answer, err := x.call.Then(func(v T) { value = v }).Send(ctx)
	if err != nil {
		if value, answer, err = x.judge(err); err != nil {
			return nil, err
		}
	}
	x.settle(value)
	return answer, nil
}

// Preview implements rest.Prepared.
func (x Expected[T]) Preview() rest.Preview { return x.call.Preview() }

func (x Expected[T]) settle(value T) {
	if x.then != nil {
		x.then(value)
	}
}

// judge is the value and document of a good error, and any other error.
func (x Expected[T]) judge(err error) (value T, document json.RawMessage, _ error) {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return value, nil, err
	}
	if value, ok = x.good(e); !ok {
		return value, nil, err
	}
	code, _ := strconv.Atoi(e.Code)
	return value, encode(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{code, e.Message}), nil
}
