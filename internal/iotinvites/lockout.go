package iotinvites

import "context"

const (
	reasonOnlyAdmin = "this is the only administrator of the account"
	reasonSelf      = "this is the user that the command runs as"
)

// Lockout says why removing a member would lock somebody out: it is the caller,
// or the only administrator. self tells the first, which is done with Leave;
// reason is "" where nobody is locked out. It only reads.
func (c *Client) Lockout(ctx context.Context, m User) (reason string, self bool, err error) {
	me, err := c.Myself(ctx)
	if err != nil {
		return "", false, err
	}
	members, err := collect(c.Members(ctx))
	if err != nil {
		return "", false, err
	}
	self = m.ID != "" && me.Value.ID == m.ID || m.Email != "" && me.Value.Email == m.Email
	return lockoutOf(members, m, c.account, self), self, nil
}

func lockoutOf(members []User, m User, account string, self bool) string {
	others := 0
	for _, other := range members {
		if other.ID != m.ID && other.Role(account) == RoleAdmin {
			others++
		}
	}
	switch {
	case m.Role(account) == RoleAdmin && others == 0:
		return reasonOnlyAdmin
	case self:
		return reasonSelf
	}
	return ""
}

// LockoutOf is Lockout for a member by id.
func (c *Client) LockoutOf(ctx context.Context, userID string) (reason string, err error) {
	switch plain, err := c.isPlainSelf(ctx, userID); {
	case err != nil:
		return "", err
	case plain:
		return reasonSelf, nil
	}
	member, err := c.FindMember(ctx, userID)
	if err != nil {
		return "", err
	}
	reason, _, err = c.Lockout(ctx, member)
	return reason, err
}

// isPlainSelf reports that this is the token's own user and no administrator of
// the account: that is known without the list of members, which servers of kind
// J keep from such users.
func (c *Client) isPlainSelf(ctx context.Context, userID string) (bool, error) {
	me, err := c.Myself(ctx)
	return err == nil && me.Value.ID == userID && me.Value.Role(c.account) == RoleUser, err
}
