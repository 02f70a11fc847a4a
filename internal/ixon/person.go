package ixon

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

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

// FindUser finds the member with an e-mail address, compared without case; nil
// when there is none. It asks for the exact spelling first and reads the whole
// list when that finds nobody, because how the service compares is not known.
func (c *Client) FindUser(ctx context.Context, email string) (*User, error) {
	everyone, _ := c.Users(ctx)
	return firstOf(email, func(u User) string { return u.EmailAddress }, c.SearchUsers(ctx, email), everyone)
}

// FindInvite is FindUser for open invitations.
func (c *Client) FindInvite(ctx context.Context, email string) (*Invite, error) {
	all, _ := c.Invites(ctx)
	return firstOf(email, func(i Invite) string { return i.EmailAddress }, c.SearchInvites(ctx, email), all)
}

func firstOf[T any](email string, address func(T) string, lists ...iter.Seq2[rest.Item[T], error]) (*T, error) {
	for _, list := range lists {
		for item, err := range list {
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(address(item.Value), email) {
				return &item.Value, nil
			}
		}
	}
	return nil, nil
}

// Presence says how an e-mail address is known to the company already: as a
// member, or by an open or an expired invitation. what is "" when it is not.
func (c *Client) Presence(ctx context.Context, email string) (what, id string, err error) {
	user, err := c.FindUser(ctx, email)
	if err != nil {
		return "", "", err
	}
	if user != nil {
		return user.standing(), user.PublicID, nil
	}
	invite, err := c.FindInvite(ctx, email)
	if err != nil || invite == nil {
		return "", "", err
	}
	return invite.standing(), invite.PublicID, nil
}

// standing says that the person is a member.
func (u User) standing() string {
	return fmt.Sprintf("%s is already a member (%s)", u.EmailAddress, u.Name)
}

// standing says that the person is invited, and until when.
func (i Invite) standing() string {
	what := i.EmailAddress + " is already invited"
	if at := i.ExpiresOn; at != nil {
		verb := "ends"
		if at.Before(time.Now()) {
			verb = "ended"
		}
		what += fmt.Sprintf(" (the invitation %s %s; `unictl ixon invites resend` sends it again)", verb, formatTime(*at))
	}
	return what
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

// HasServiceAccount says that a service account has the name already, compared
// without case. what is "" when none has.
func (c *Client) HasServiceAccount(ctx context.Context, name string) (what, id string, err error) {
	for item, err := range c.ServiceAccounts(ctx) {
		switch {
		case err != nil:
			return "", "", err
		case strings.EqualFold(item.Value.Name, name):
			return item.Value.accountStanding(), item.Value.PublicID, nil
		}
	}
	return "", "", nil
}

// accountStanding says that a service account has this name.
func (u User) accountStanding() string {
	return fmt.Sprintf("there is a service account %q already", u.Name)
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
