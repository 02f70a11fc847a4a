package iotinvites

import (
	"context"
	"fmt"

	"unictl/internal/rest"
)

// VerifyWithdrawn reads back that no invitation of exactly this address is
// open; the answer to the deletion does not tell (§4.5). Otherwise the error is
// of kind Failed.
func (c *Client) VerifyWithdrawn(ctx context.Context, email string) error {
	for item, err := range c.AccountInvites(ctx) {
		switch {
		case err != nil:
			return unverified("withdrawn", err)
		case item.Value.Email == email:
			return newError(rest.Failed, "the invitation of "+rest.Line(email)+" is still open", "the service took the call and did not act on it: try again")
		}
	}
	return nil
}

// VerifyRemoved reads back that nobody with this user id is a member.
func (c *Client) VerifyRemoved(ctx context.Context, userID string) error {
	role, err := c.roleOf(ctx, userID)
	switch {
	case err != nil:
		return unverified("removed", err)
	case role != "":
		return newError(rest.Failed, "the person is still a member", "the service took the call and did not act on it: try again")
	}
	return nil
}

// VerifyPromoted reads back that a member is an administrator: the service says
// 200 to promotions that it does not carry out (§5).
func (c *Client) VerifyPromoted(ctx context.Context, userID string) error {
	role, err := c.roleOf(ctx, userID)
	switch {
	case err != nil:
		return unverified("promoted", err)
	case role != RoleAdmin:
		return newError(rest.Failed, fmt.Sprintf("the role is still %q", rest.Line(role)), "the service took the call and did not act on it: try again")
	}
	return nil
}

// roleOf is a user's role in the account, "" for who is no member.
func (c *Client) roleOf(ctx context.Context, userID string) (string, error) {
	for item, err := range c.Members(ctx) {
		if err != nil {
			return "", err
		}
		if item.Value.ID == userID {
			return item.Value.Role(c.account), nil
		}
	}
	return "", nil
}

// unverified is a change whose effect could not be read back: since its answer
// does not tell, the outcome is unknown.
func unverified(done string, cause error) error {
	e := newError(rest.Unknown, fmt.Sprintf("the outcome is unknown: whether it was %s could not be read back: %v", done, cause),
		"look at the list before you repeat it")
	e.Err = cause
	return e
}
