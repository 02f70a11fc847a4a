package iotinvites

import "context"

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
		return "this is the only administrator of the account"
	case self:
		return "this is the account that the command runs as"
	}
	return ""
}
