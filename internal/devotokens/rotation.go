package devotokens

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/rest"
)

// Rotation is the plan to replace a token by its twin.
type Rotation struct {
	Old    Standing
	Twin   TokenCreate
	Before []ID // the ids before the creation
}

// PlanRotation reads what a rotation starts from; name "" = the old one's.
func (c *Client) PlanRotation(ctx context.Context, id ID, name string) (Rotation, error) {
	old, err := c.Standing(ctx, id)
	if err != nil {
		return Rotation{}, err
	}
	before, err := c.IDs(ctx)
	return Rotation{Old: old, Twin: Twin(old.Token, name), Before: before}, err
}

// Warning says, one per line, in what the twin will not be as the old token is;
// "" = in nothing.
func (r Rotation) Warning() string {
	var lines []string
	if expiry := DescribeExpiry(r.Old.Token); expiry != "" {
		lines = append(lines, expiry)
	}
	if !r.Old.Active {
		lines = append(lines, "the old token is disabled: the new one will be enabled")
	}
	return strings.Join(lines, "\n")
}

// Complete is Client.Complete for the twin, and holds what must be so before
// the old token may go: the value is in hand, and the service made what was
// asked for. Otherwise the error, of kind Failed, says how to finish and how to
// undo; Made is as far as it is known.
func (r Rotation) Complete(ctx context.Context, c *Client, answer Answer) (Made, error) {
	made, err := c.Complete(ctx, r.Before, answer, r.Twin.Name)
	if err != nil {
		return made, err
	}
	if err := made.NeedValue(); err != nil {
		return made, err
	}
	differences := DescribeDifference(r.Old.Token, made.Token)
	if differences == "" {
		return made, nil
	}
	return made, c.complaint(rest.Failed,
		fmt.Sprintf("token %s was created, but is not like the old one: %s", made.ID, strings.ReplaceAll(differences, "\n", "; ")),
		fmt.Sprintf("the old one is untouched; if the new one will do, `unictl devo tokens disable %s`, otherwise `unictl devo tokens delete %s`", r.Old.ID, made.ID))
}
