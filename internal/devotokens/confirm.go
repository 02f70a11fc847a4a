package devotokens

import (
	"context"
	"fmt"

	"unictl/internal/rest"
)

// ConfirmName reads a token back after Rename. The service answers OK to names
// that it does not take (§3.2); that is a *rest.Error of kind Failed.
func (c *Client) ConfirmName(ctx context.Context, id ID, name string) error {
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return err
	}
	if item.Value.Name != name {
		return c.complaint(rest.Failed, fmt.Sprintf("the service answered OK, but token %s is named %q", rest.Line(string(id)), rest.Line(item.Value.Name)),
			"the service did not take the new name: try another one")
	}
	return nil
}

// ConfirmActive reads a token back after Enable or Disable, whose answers say
// nothing that is documented. A token in the other state is a *rest.Error of
// kind Failed.
func (c *Client) ConfirmActive(ctx context.Context, id ID, active bool) error {
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return err
	}
	if item.Value.Active != active {
		return c.complaint(rest.Failed, fmt.Sprintf("the service answered OK, but token %s is still %s", rest.Line(string(id)), state(!active)),
			"try again, and ask Devo if it stays so")
	}
	return nil
}

func state(active bool) string {
	if active {
		return "enabled"
	}
	return "disabled"
}
