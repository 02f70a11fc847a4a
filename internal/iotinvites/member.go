package iotinvites

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// FindMember is the member of the account with this user id or e-mail address.
// An address is compared as it is first, then without case. Errors are of kind
// NotFound, or BadInput where several members differ from it in case alone.
func (c *Client) FindMember(ctx context.Context, text string) (User, error) {
	members, err := collect(c.Members(ctx))
	if err != nil {
		return User{}, err
	}
	return findMember(members, text)
}

func findMember(members []User, text string) (User, error) {
	var alike []User
	for _, m := range members {
		switch {
		case m.ID == text, m.Email == text:
			return m, nil
		case strings.EqualFold(m.Email, text):
			alike = append(alike, m)
		}
	}
	switch len(alike) {
	case 0:
		return User{}, newError(rest.NotFound, fmt.Sprintf("%s is no member of the account", rest.Line(text)), "`members list` shows who is")
	case 1:
		return alike[0], nil
	}
	return User{}, badInput(fmt.Sprintf("%d members have the address %s in other letter cases", len(alike), rest.Line(text)),
		"write it as `members list` does, or give the id")
}

// Member is a user with the role in the client's account.
type Member struct {
	User User
	Role string // RoleAdmin or RoleUser
}

// MemberList is Members with the role in the account beside each.
func (c *Client) MemberList(ctx context.Context) iter.Seq2[rest.Item[Member], error] {
	return func(yield func(rest.Item[Member], error) bool) {
		for item, err := range c.Members(ctx) {
			member := rest.Item[Member]{Value: Member{User: item.Value, Role: item.Value.Role(c.account)}, Raw: item.Raw}
			if !yield(member, err) || err != nil {
				return
			}
		}
	}
}

type promotion struct {
	ID       string            `json:"id"`
	Accounts map[string]string `json:"accounts"`
}

// Promote makes a member an administrator: PUT /accounts/{id}/users/{userId}
// (§5); see VerifyPromoted, since the answer is empty either way. m has to come
// from Members or FindMember. This is all that the route is good for: a demotion,
// or a user whom the account does not know, is answered with 200, changes
// nothing and ends the process of an older server. Who is no member is refused
// here with kind NotFound, who is an administrator already with kind Conflict.
func (c *Client) Promote(m User) (rest.Call[struct{}], error) {
	var none rest.Call[struct{}]
	switch role := m.Role(c.account); {
	case m.ID == "" || c.account == "" || role == "":
		return none, newError(rest.NotFound, fmt.Sprintf("%s is no member of the account", nameOf(m)), "invite the person first")
	case role == RoleAdmin:
		return none, newError(rest.Conflict, c.Promoted(m), "")
	}
	body := promotion{ID: m.ID, Accounts: map[string]string{c.account: RoleAdmin}}
	r := change("PromoteMember", http.MethodPut, rest.Path("accounts", c.account, "users", m.ID), body)
	return rest.NewCall(c.rest, r, rest.Ignore), nil
}

// Promoted is what to say of a member who is an administrator already; "" = who
// is none.
func (c *Client) Promoted(m User) string {
	if m.Role(c.account) != RoleAdmin {
		return ""
	}
	return nameOf(m) + " is an administrator already"
}

func nameOf(u User) string {
	if u.Email == "" {
		return "the person"
	}
	return rest.Line(u.Email)
}
