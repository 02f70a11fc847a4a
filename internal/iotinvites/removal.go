package iotinvites

import (
	"context"
	"errors"

	"unictl/internal/rest"
)

// Removal is the call that takes a member out of the account: Leave for the
// token's own user, Delete for others. Whoever cannot be removed is an error:
// the only administrator, of kind Failed, and see Situation.MayRemove.
func (c *Client) Removal(ctx context.Context, userID string) (Expected[Sent], error) {
	switch plain, err := c.isPlainSelf(ctx, userID); {
	case err != nil:
		return Expected[Sent]{}, err
	case plain:
		return c.Leave(), nil
	}
	member, err := c.FindMember(ctx, userID)
	if err != nil {
		return Expected[Sent]{}, err
	}
	reason, self, err := c.Lockout(ctx, member)
	switch {
	case err != nil:
		return Expected[Sent]{}, err
	case self && reason == reasonOnlyAdmin:
		return Expected[Sent]{}, newError(rest.Failed, reasonOnlyAdmin+", and the service does not let that one leave", hintOnlyAdmin)
	case self:
		return c.Leave(), nil
	}
	situation, err := c.Situation(ctx, member.Email)
	if err != nil {
		return Expected[Sent]{}, err
	}
	return c.Delete(member.Email), situation.MayRemove()
}

// VerifyGone is VerifyRemoved for whoever may have left: the list of members is
// closed to who has, so the own user is asked for instead.
func (c *Client) VerifyGone(ctx context.Context, userID string) error {
	err := c.VerifyRemoved(ctx, userID)
	if err == nil || !rest.Is(errors.Unwrap(err), rest.Credential) {
		return err
	}
	me, meErr := c.Myself(ctx)
	if meErr == nil && me.Value.ID == userID && me.Value.Role(c.account) == "" {
		return nil
	}
	return err
}
