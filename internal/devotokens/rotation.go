package devotokens

import "context"

// Rotation is the plan to replace a token by its twin.
type Rotation struct {
	Old    Token
	Twin   TokenCreate
	Before []ID // the ids before the creation
}

// PlanRotation reads what a rotation starts from; name "" = the old one's.
func (c *Client) PlanRotation(ctx context.Context, id ID, name string) (Rotation, error) {
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return Rotation{}, err
	}
	before, err := c.IDs(ctx)
	return Rotation{Old: item.Value, Twin: Twin(item.Value, name), Before: before}, err
}

// Warning says what the twin cannot have; "" = nothing is lost.
func (r Rotation) Warning() string { return DescribeExpiry(r.Old) }
