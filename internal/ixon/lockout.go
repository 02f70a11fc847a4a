package ixon

import (
	"context"
	"fmt"

	"unictl/internal/rest"
)

// companyAdmin is the permission of those who can manage everybody (§6.4).
const companyAdmin = "COMPANY_ADMIN"

// Lockout says why taking rights from a user would lock somebody out: it is the
// caller, or the last administrator for good. "" = it would not. It only reads.
func (c *Client) Lockout(ctx context.Context, userID string) (reason string, err error) {
	me, err := c.Me().Do(ctx)
	if err != nil && !rest.Is(err, rest.NotFound) { // a service account may have no /users/me
		return "", err
	}
	if err == nil && me.Value.PublicID == userID {
		return "this is the account that the command runs as", nil
	}
	admin, err := c.administrators(ctx)
	if err != nil {
		return "", err
	}
	users, _ := c.Users(ctx)
	others := 0
	is := false
	for item, err := range users {
		if err != nil {
			return "", err
		}
		switch {
		case !administers(item.Value, admin):
		case item.Value.PublicID == userID:
			is = true
		default:
			others++
		}
	}
	if is && others == 0 {
		return "this is the last administrator of the company", nil
	}
	return "", nil
}

// LockoutOfMembership is Lockout for the user that a membership belongs to; a
// membership of an invitation locks nobody out.
func (c *Client) LockoutOfMembership(ctx context.Context, id string) (reason string, err error) {
	membership, err := c.Membership(id).Do(ctx)
	if err != nil {
		return "", fmt.Errorf("membership %s: %w", id, err)
	}
	if membership.Value.User == nil {
		return "", nil
	}
	return c.Lockout(ctx, membership.Value.User.PublicID)
}

// LockoutOfToken says that a token is the one in use.
func (c *Client) LockoutOfToken(ctx context.Context, id string) (reason string, err error) {
	mine, err := c.MyAccessToken().Do(ctx)
	switch {
	case rest.Is(err, rest.NotFound): // a service account's token is none of these
		return "", nil
	case err != nil:
		return "", err
	case mine.Value.PublicID == id:
		return "this is the token that the command itself uses", nil
	}
	return "", nil
}

// administrators are the roles with COMPANY_ADMIN.
func (c *Client) administrators(ctx context.Context) (map[string]bool, error) {
	roles := map[string]bool{}
	for item, err := range c.Roles(ctx) {
		if err != nil {
			return nil, err
		}
		for _, p := range item.Value.Permissions {
			if p.PublicID == companyAdmin {
				roles[item.Value.PublicID] = true
			}
		}
	}
	return roles, nil
}

// administers: the right counts on a membership that does not expire (§6.4).
func administers(u User, admin map[string]bool) bool {
	for _, m := range u.Memberships {
		if m.ExpiresOn == nil && admin[m.Role.ID()] {
			return true
		}
	}
	return false
}
