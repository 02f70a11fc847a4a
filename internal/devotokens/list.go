package devotokens

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"unictl/internal/rest"
)

// listed reads a list: a bare array in one answer (§3.4, §6). Anything else, and
// an entry that cannot be read, is an error: a list that is not whole is never
// taken for whole. none says that it is no list; wrong makes the error.
func listed[T any](
	ctx context.Context, from *rest.Client, r rest.Request, none error, wrong func(*rest.Response, error) error, read func(json.RawMessage) (rest.Item[T], error),
) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		answer, err := rest.NewCall(from, r, func(r *rest.Response) (*rest.Response, error) {
			if first(r.Body) != '[' {
				return nil, wrong(r, reported(r.Body, none))
			}
			return r, nil
		}).Do(ctx)
		if err != nil {
			yield(rest.Item[T]{}, err)
			return
		}
		n := 0
		for raw, err := range rest.Elements(answer.Body) {
			var item rest.Item[T]
			if n++; err == nil {
				rest.Expect[T](answer, raw)
				item, err = read(raw)
			}
			if err != nil {
				yield(rest.Item[T]{}, wrong(answer, fmt.Errorf("entry %d: %w", n, err)))
				return
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}
