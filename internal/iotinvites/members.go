package iotinvites

import (
	"context"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// User is a person of the platform (§5).
type User struct {
	ID                 string                 `json:"id"`
	Email              string                 `json:"email"`
	Type               string                 `json:"type" sent:"sometimes"`               // "user"; "" on servers of kind K
	TermsAndConditions *bool                  `json:"termsAndConditions" sent:"sometimes"` // nil on servers of kind K
	Verified           *bool                  `json:"verified" sent:"sometimes"`           // nil on servers of kind K
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
func (c *Client) Me() rest.Call[rest.Item[User]] {
	return rest.NewCall(c.rest, rest.Get("Me", "auth/me"), one[User])
}

// MyUser is GET /users/{id}, for the token's own user alone: any other id is
// answered 401 (§5).
func (c *Client) MyUser(id string) rest.Call[rest.Item[User]] {
	return rest.NewCall(c.rest, rest.Get("User", rest.Path("users", id)), one[User])
}

// Members lists the users of the account: GET /accounts/{id}/users (§5), for
// administrators, on servers of kind K for any member. The order is not
// defined.
func (c *Client) Members(ctx context.Context) iter.Seq2[rest.Item[User], error] {
	return list[User](ctx, c, c.inAccount("Members", http.MethodGet, nil, "users"))
}

type promotion struct {
	ID       string            `json:"id"`
	Accounts map[string]string `json:"accounts"`
}

// Promote makes a member an administrator: PUT /accounts/{id}/users/{userId}
// (§5). The answer is empty whether it was carried out or not. Callers know that
// the user is a member with RoleUser: for anybody else an older server answers
// 200, changes nothing and ends its process.
func (c *Client) Promote(userID string) rest.Call[struct{}] {
	body := promotion{ID: userID, Accounts: map[string]string{c.account: RoleAdmin}}
	return rest.NewCall(c.rest, c.inAccount("PromoteMember", http.MethodPut, body, "users", userID), rest.Ignore)
}
