package devotokens

import (
	"context"
	"errors"
	"fmt"

	"unictl/internal/rest"
)

// Made is a token that was just created, as far as it can be known.
type Made struct {
	ID    ID
	Token Token  // as read back
	Value Secret // zero when the service masks it from the caller
}

// Complete finds out what a creation made: the id by the difference of the
// lists where the answer has none, and the value by reading the token where the
// answer has none. before are the ids of before the creation (see IDs); name ""
// = not known. A value that cannot be had is no error: see Made.NeedValue. Since
// the token exists by now, whatever keeps it from being found or read is a
// *rest.Error of kind Unknown: doing it all again would make another one.
func (c *Client) Complete(ctx context.Context, before []ID, answer Answer, name string) (Made, error) {
	made := Made{ID: answer.ID(), Value: answer.Value}
	if made.ID == "" {
		id, err := c.FindNew(ctx, before, name)
		if err != nil {
			return made, c.created("the token", err)
		}
		made.ID = id
	}
	item, err := c.Token(made.ID).Do(ctx)
	if err != nil {
		return made, c.created("token "+string(made.ID), err)
	}
	made.Token = item.Value
	if _, value, masked, found := Value(item.Raw); made.Value.IsZero() && found && !masked {
		made.Value = rest.NewSecret(value)
	}
	return made, nil
}

// created is the error of reading after a creation.
func (c *Client) created(what string, err error) error {
	if rest.Is(err, rest.Unknown) {
		return err // FindNew's own
	}
	e := &rest.Error{Provider: providerName, Message: err.Error(), Err: err}
	if cause, ok := errors.AsType[*rest.Error](err); ok {
		e = new(*cause)
		e.Err = err
	}
	e.Kind = rest.Unknown
	e.Message = rest.Line(what) + " was created, but cannot be read: " + e.Message
	e.Hint = "look into `unictl devo tokens list` before you create another"
	return e
}

// NeedValue is an error when the value is not in hand: the token exists, and
// only its owner and its user can read the value.
func (m Made) NeedValue() error {
	if !m.Value.IsZero() {
		return nil
	}
	return &rest.Error{
		Kind: rest.Failed, Provider: providerName,
		Message: fmt.Sprintf("token %s was created, but the service does not show its value to this caller", m.ID),
		Hint:    "only the owner and the user of a token see its value: one of them can read it with `unictl devo tokens get " + string(m.ID) + " --reveal`",
	}
}
