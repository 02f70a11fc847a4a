package ixon

import (
	"context"
	"iter"
	"strings"

	"unictl/internal/rest"
)

// SearchUsers asks the service for the users whose publicId, e-mail address or
// name is text exactly. A text that no filter can express finds nobody.
func (c *Client) SearchUsers(ctx context.Context, text string) iter.Seq2[rest.Item[User], error] {
	return search(text, func(f Filter) iter.Seq2[rest.Item[User], error] {
		users, _ := c.Users(ctx, f)
		return users
	}, "name")
}

// SearchInvites is SearchUsers for open invitations, which have no name.
func (c *Client) SearchInvites(ctx context.Context, text string) iter.Seq2[rest.Item[Invite], error] {
	return search(text, func(f Filter) iter.Seq2[rest.Item[Invite], error] {
		invites, _ := c.Invites(ctx, f)
		return invites
	}, "publicId")
}

// search picks the column that a text of its form would stand in.
func search[T any](text string, ask func(Filter) iter.Seq2[rest.Item[T], error], otherwise string) iter.Seq2[rest.Item[T], error] {
	column := otherwise
	switch {
	case strings.Contains(text, "@"):
		column = "emailAddress"
	case IsPublicID(text):
		column = "publicId"
	}
	filter, err := Eq(column, text)
	if err != nil {
		return func(func(rest.Item[T], error) bool) {}
	}
	return ask(filter)
}

// ServiceAccounts lists the users that are service accounts.
func (c *Client) ServiceAccounts(ctx context.Context) iter.Seq2[rest.Item[User], error] {
	users, _ := c.Users(ctx, OfType(ServiceAccount))
	return func(yield func(rest.Item[User], error) bool) {
		for item, err := range users {
			if err == nil && item.Value.Type != ServiceAccount {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// OfType keeps users of one type, Person or ServiceAccount.
func OfType(userType string) Filter { return Filter(`eq(type,"` + userType + `")`) }

// ID is the invite's id; "" where the answer names none.
func (r InviteResponse) ID() string {
	if len(r.Invites) == 0 {
		return ""
	}
	return r.Invites[0].PublicID
}
