package devotokens

import (
	"context"

	"unictl/internal/rest"
)

// Standing is what a change of a token starts from.
type Standing struct {
	Token
	Own bool // it is, or by the end of its mask may be, the token in use
}

// Standing reads a token before it is changed. It only reads.
func (c *Client) Standing(ctx context.Context, id ID) (Standing, error) {
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return Standing{}, err
	}
	own, err := c.guard.token(ctx)
	return Standing{Token: item.Value, Own: lockout(item.Raw, own) != ""}, err
}

// ConfirmDisabled is ConfirmActive after Disable. The token in use cannot read
// itself any more once it is disabled: that it is refused is the confirmation.
func (c *Client) ConfirmDisabled(ctx context.Context, before Standing) error {
	err := c.ConfirmActive(ctx, before.ID, false)
	if before.Own && rest.Is(err, rest.Credential) {
		return nil
	}
	return err
}
