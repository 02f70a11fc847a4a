package ixon

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// OfOne is a call whose body is a list of one: its errors say nothing of a row,
// which whoever asked for one thing knows nothing of. Fields keep the listIndex
// that the service sent.
func OfOne(call rest.Prepared) rest.Prepared { return ofOne{call} }

type ofOne struct{ rest.Prepared }

// Send implements rest.Prepared.
func (o ofOne) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := o.Prepared.Send(ctx)
	if e, ok := errors.AsType[*rest.Error](err); ok && !slices.ContainsFunc(e.Fields, beyondFirst) {
		for _, f := range e.Fields {
			e.Message = strings.ReplaceAll(e.Message, firstRow+said(f.Name, f.Message), said(f.Name, f.Message))
		}
	}
	return answer, err
}

func beyondFirst(f rest.Field) bool { return f.Index != nil && *f.Index != 0 }
