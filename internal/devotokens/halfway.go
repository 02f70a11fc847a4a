package devotokens

import (
	"context"
	"encoding/json"
	"errors"

	"unictl/internal/rest"
)

// Halfway is err after the creation of m: it names the new token. What was
// temporary no longer is, since doing it all again would make another token; it
// becomes a *rest.Error of kind Failed. nil stays nil.
func (m *Made) Halfway(err error) error {
	cause, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return err
	}
	e := *cause
	e.Message, e.Err = "token "+rest.Line(string(m.ID))+" is there to replace it, but: "+cause.Message, err
	if e.Kind == rest.Temporary {
		e.Kind = rest.Failed
	}
	return &e
}

// After is the same call with its errors as Halfway gives them. m is looked at
// when the call is sent.
func (m *Made) After(call rest.Prepared) rest.Prepared { return after{call, m} }

type after struct {
	rest.Prepared
	made *Made
}

func (a after) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := a.Prepared.Send(ctx)
	return answer, a.made.Halfway(err)
}
