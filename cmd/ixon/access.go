package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func accessGroup() cli.Group {
	return cli.Group{Use: "access", Short: "The overview that auditors ask for", Children: func() []cli.Command {
		return []cli.Command{listAccess()}
	}}
}

func listAccess() cli.Command {
	return cli.List[*ixon.Client, whichUsers, ixon.User]{
		Use: "list", Short: "List user × group × role × expiry × last seen × 2FA",
		Long: "List who has access to what: one line for each user and membership, and one for each user\n" +
			"without any.",
		Example: "  unictl ixon access list -o csv > access.csv\n  unictl ixon access list --expiring-within 30d --sort expiresOn",
		Inputs:  (*whichUsers).inputs, Keep: (*whichUsers).keep, Asks: (*whichUsers).asks,
		Columns: []cli.Column[ixon.User]{
			{Name: "user", Cell: func(u ixon.User) any { return u.Name }},
			{Name: "emailAddress", Cell: func(u ixon.User) any { return u.EmailAddress }},
			{Name: "group", Cell: func(u ixon.User) any { return theMembership(u).Group.Label() }},
			{Name: "role", Cell: func(u ixon.User) any { return theMembership(u).Role.Label() }},
			{Name: "expiresOn", Cell: func(u ixon.User) any { return theMembership(u).ExpiresOn }},
			{Name: "lastSeenOn", Cell: func(u ixon.User) any { return u.LastSeenOn }},
			{Name: "otpauthRequired", Cell: func(u ixon.User) any { return u.OTPAuthRequired }},
			{Name: "type", Wide: true, Cell: func(u ixon.User) any { return u.Type }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(u ixon.User) any { return u.PublicID }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichUsers) iter.Seq2[rest.Item[ixon.User], error] {
			return labelled(ctx, c, accessOf(c.Users(ctx, in.filter())))
		},
	}
}

// accessOf spreads users over their memberships: user × group × role × expiry ×
// last seen × second factor (contract §8, point 5). A line is a user with one
// membership; users without any have one line without.
func accessOf(users iter.Seq2[rest.Item[ixon.User], error]) iter.Seq2[rest.Item[ixon.User], error] {
	return func(yield func(rest.Item[ixon.User], error) bool) {
		for item, err := range users {
			if err != nil {
				yield(rest.Item[ixon.User]{}, err)
				return
			}
			for i := range max(len(item.Value.Memberships), 1) {
				line := item.Value
				if len(line.Memberships) > 0 {
					line.Memberships = line.Memberships[i : i+1 : i+1]
				}
				raw, err := accessJSON(line)
				if !yield(rest.Item[ixon.User]{Value: line, Raw: raw}, err) || err != nil {
					return
				}
			}
		}
	}
}

// theMembership is that of a line; zero where there is none.
func theMembership(line ixon.User) (m ixon.Membership) {
	if len(line.Memberships) > 0 {
		m = line.Memberships[0]
	}
	return m
}

// labelled names the groups of lines that the service sent no name of.
func labelled(ctx context.Context, c *ixon.Client, lines iter.Seq2[rest.Item[ixon.User], error]) iter.Seq2[rest.Item[ixon.User], error] {
	group := func(u *ixon.User) *ixon.Reference {
		if len(u.Memberships) == 0 {
			return nil
		}
		return &u.Memberships[0].Group
	}
	return named(lines, group, c.Groups(ctx), func(g ixon.Group) (id, name string) { return g.PublicID, groupLabel(g) })
}

type accessRef struct {
	PublicID string `json:"publicId"`
	Name     string `json:"name"`
}

// accessJSON is a line as JSON. The service has no such object; the names are
// those of the user and the membership.
func accessJSON(u ixon.User) (json.RawMessage, error) {
	type user struct {
		PublicID     string  `json:"publicId"`
		Type         string  `json:"type"`
		Name         string  `json:"name"`
		EmailAddress *string `json:"emailAddress"`
	}
	var address *string
	if u.EmailAddress != "" {
		address = &u.EmailAddress
	}
	m := theMembership(u)
	return json.Marshal(struct {
		User            user       `json:"user"`
		Group           *accessRef `json:"group"`
		Role            *accessRef `json:"role"`
		ExpiresOn       *time.Time `json:"expiresOn"`
		LastSeenOn      *time.Time `json:"lastSeenOn"`
		OTPAuthRequired bool       `json:"otpauthRequired"`
		Membership      string     `json:"membership,omitempty"` // publicId
	}{
		user{u.PublicID, u.Type, u.Name, address}, refOrNull(m.Group), refOrNull(m.Role), m.ExpiresOn, u.LastSeenOn, u.OTPAuthRequired, m.PublicID,
	})
}

func refOrNull(r ixon.Reference) *accessRef {
	if r.PublicID == "" {
		return nil
	}
	return &accessRef{PublicID: r.PublicID, Name: r.DisplayName()}
}
