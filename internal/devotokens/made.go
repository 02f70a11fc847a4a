package devotokens

import (
	"context"
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
// answer has none. before are the ids of before the creation (see IDs). A value
// that cannot be had is no error: see Made.NeedValue.
func (c *Client) Complete(ctx context.Context, before []ID, answer Answer, name string) (Made, error) {
	made := Made{ID: answer.ID(), Value: answer.Value}
	var err error
	if made.ID == "" {
		if made.ID, err = c.FindNew(ctx, before, name); err != nil {
			return made, err
		}
	}
	item, err := c.Token(made.ID).Do(ctx)
	if err != nil {
		return made, fmt.Errorf("token %s was created, but cannot be read: %w", made.ID, err)
	}
	made.Token = item.Value
	if _, value, masked, found := Value(item.Raw); made.Value.IsZero() && found && !masked {
		made.Value = Secret{value}
	}
	return made, nil
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

// NeedValueIf is NeedValue where the token could be read at all.
func (m Made) NeedValueIf(read bool) error {
	if !read {
		return nil
	}
	return m.NeedValue()
}
