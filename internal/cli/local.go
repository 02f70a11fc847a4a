package cli

import (
	"context"
	"encoding/json"
	"iter"

	"unictl/internal/rest"
)

// Local is a step on this machine: a change to one of the tool's own files.
func Local(name, path string, do func(context.Context) error) Step {
	return Step{Name: name, Call: local{path: path, do: do}}
}

// local is a write that is no request.
type local struct {
	path string
	do   func(context.Context) error
}

func (l local) Preview() rest.Preview { return rest.Preview{Method: "WRITE", URL: l.path} }

func (l local) Send(ctx context.Context) (json.RawMessage, error) {
	return json.RawMessage("null"), l.do(ctx)
}

// Items gives values that are at hand as a list; a non-nil err fails it.
func Items[T any](values []T, err error) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		for _, v := range values {
			if !yield(rest.Item[T]{Value: v}, nil) {
				return
			}
		}
		if err != nil {
			yield(rest.Item[T]{}, err)
		}
	}
}
