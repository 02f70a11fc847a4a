package iotinvites

import (
	"context"
	"encoding/json"
	"errors"

	"unictl/internal/rest"
)

// LastOf is a call after which nothing can be had back: a plain failure of it is
// a failure and no reason to try later as if nothing had happened. An unknown
// outcome stays one.
func LastOf(call rest.Prepared) rest.Prepared { return last{call} }

type last struct{ rest.Prepared }

func (l last) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := l.Prepared.Send(ctx)
	if e, ok := errors.AsType[*rest.Error](err); ok && e.Kind != rest.Unknown {
		e.Kind = rest.Failed
	}
	return answer, err
}
