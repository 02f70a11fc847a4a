package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"unictl/internal/rest"
)

// Access is one line of the access overview: a user with one membership. Users
// without any have one line with the membership's fields empty. The service has
// no such object; its names are those of the user and the membership.
type Access struct {
	User       User
	Membership *Membership

	group string // what a group without a name is called, "" = it has one
}

// accessLine is how a line is written as JSON.
type accessLine struct {
	User            accessUser `json:"user"`
	Group           *accessRef `json:"group"`
	Role            *accessRef `json:"role"`
	ExpiresOn       *time.Time `json:"expiresOn"`
	LastSeenOn      *time.Time `json:"lastSeenOn"`
	OTPAuthRequired bool       `json:"otpauthRequired"`
	Membership      string     `json:"membership,omitempty"` // publicId
}

type accessRef struct {
	PublicID string `json:"publicId"`
	Name     string `json:"name"`
}

type accessUser struct {
	PublicID     string  `json:"publicId"`
	Type         string  `json:"type"`
	Name         string  `json:"name"`
	EmailAddress *string `json:"emailAddress"`
}

// AccessOf spreads users over their memberships: user × group × role × expiry ×
// last seen × second factor (contract §8, point 5).
func AccessOf(users iter.Seq2[rest.Item[User], error]) iter.Seq2[rest.Item[Access], error] {
	return func(yield func(rest.Item[Access], error) bool) {
		for item, err := range users {
			if err != nil {
				yield(rest.Item[Access]{}, err)
				return
			}
			for _, line := range linesOf(item.Value) {
				raw, err := line.json()
				if !yield(rest.Item[Access]{Value: line, Raw: raw}, err) || err != nil {
					return
				}
			}
		}
	}
}

// AccessList is AccessOf all users that the filters let through, with labels for
// groups of one device. filtered is as in Users.
func (c *Client) AccessList(ctx context.Context, filters ...Filter) (lines iter.Seq2[rest.Item[Access], error], filtered bool) {
	users, filtered := c.Users(ctx, filters...)
	return c.grouped(ctx, AccessOf(users)), filtered
}

func linesOf(u User) []Access {
	if len(u.Memberships) == 0 {
		return []Access{{User: u}}
	}
	lines := make([]Access, len(u.Memberships))
	for i := range u.Memberships {
		lines[i] = Access{User: u, Membership: &u.Memberships[i]}
	}
	return lines
}

func (a Access) json() (json.RawMessage, error) {
	line := accessLine{
		User:       accessUser{PublicID: a.User.PublicID, Type: a.User.Type, Name: a.User.Name},
		LastSeenOn: a.User.LastSeenOn, OTPAuthRequired: a.User.OTPAuthRequired,
	}
	if a.User.EmailAddress != "" {
		line.User.EmailAddress = &a.User.EmailAddress
	}
	if m := a.Membership; m != nil {
		line.Group, line.Role, line.ExpiresOn, line.Membership = m.Group.named(), m.Role.named(), m.ExpiresOn, m.PublicID
	}
	return json.Marshal(line)
}

// named is the reference with its name in one place.
func (r *Reference) named() *accessRef {
	if r == nil {
		return nil
	}
	return &accessRef{PublicID: r.PublicID, Name: r.DisplayName()}
}

// GroupLabel is the group's name, or what a nameless one is called; "" where
// there is no group.
func (a Access) GroupLabel() string {
	switch {
	case a.Membership == nil:
		return ""
	case a.group != "":
		return a.group
	}
	return a.Membership.Group.Label()
}

// RoleLabel is the role's name; "" where there is none.
func (a Access) RoleLabel() string {
	if a.Membership == nil {
		return ""
	}
	return a.Membership.Role.LabelOr("")
}

// ExpiresOn is the membership's end; nil = for good.
func (a Access) ExpiresOn() *time.Time {
	if a.Membership == nil {
		return nil
	}
	return a.Membership.ExpiresOn
}
