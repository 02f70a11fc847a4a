package iotinvites

import (
	"context"
	"iter"
	"maps"
	"slices"

	"unictl/internal/rest"
)

// User is a person of the platform (§5).
type User struct {
	ID                 string                 `json:"id"`
	Email              string                 `json:"email"`
	Type               string                 `json:"type"`               // "user"; "" on servers of kind K
	TermsAndConditions *bool                  `json:"termsAndConditions"` // nil on servers of kind K
	Verified           *bool                  `json:"verified"`           // nil on servers of kind K
	Created            Instant                `json:"created"`
	Updated            Instant                `json:"updated"`
	Accounts           map[string]AccountRole `json:"accounts"` // by account id, also of accounts that the caller has nothing to do with
}

// Role is the person's role in an account: RoleAdmin, RoleUser, or "" for who is
// no member.
func (u User) Role(account string) string { return u.Accounts[account].Role }

// Me is GET /auth/me, the user that the token belongs to (§5). The oldest
// servers do not have it; servers of kind K answer it to forged tokens as well,
// so it proves nothing.
func (c *Client) Me() rest.Call[rest.Item[User]] { return get[User](c, "Me", "auth/me") }

// MyUser is GET /users/{id}, for the token's own user alone: any other id is
// answered 401 (§5).
func (c *Client) MyUser(id string) rest.Call[rest.Item[User]] {
	return get[User](c, "User", rest.Path("users", id))
}

// Members lists the users of the account: GET /accounts/{id}/users (§5), for
// administrators, on servers of kind K for any member. The order is not
// defined.
func (c *Client) Members(ctx context.Context) iter.Seq2[rest.Item[User], error] {
	return list[User](ctx, c, "Members", rest.Path("accounts", c.account, "users"))
}

// AccountNames lists the user's accounts as "Plant North (admin)", ids standing
// in for names that the service does not give.
func (u User) AccountNames() []string {
	names := make([]string, 0, len(u.Accounts))
	for _, id := range slices.Sorted(maps.Keys(u.Accounts)) {
		name := u.Accounts[id].Name
		if name == "" {
			name = id
		}
		names = append(names, name+" ("+u.Accounts[id].Role+")")
	}
	return names
}

// IsUserID reports whether text has the form of a user's id, a UUID.
func IsUserID(text string) bool { return isUUID(text) }
