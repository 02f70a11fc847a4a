package iot

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// members finds a member by e-mail address or user id.
func members() *cli.Lookup {
	return cli.LookupIn("member", iotinvites.IsUUID, func(ctx context.Context, c *iotinvites.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(memberList(ctx, c), func(m member) cli.Entry {
			return cli.Entry{ID: m.ID, Addresses: []string{m.Email}, Note: m.role}
		})
	}).Addressed()
}

// choices are the accounts of whoever is signed in.
func choices(ctx context.Context, client any, setting string) iter.Seq2[cli.Entry, error] {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil || setting != "account" {
		return nil
	}
	return cli.Entries(myAccounts(ctx, c), func(a iotinvites.TokenAccount) cli.Entry {
		return cli.Entry{ID: a.ID, Names: []string{a.Name}, Note: a.Role}
	})
}

const alike = ": to the service another letter case, or an accent written another way, is another person"

// people are the members and the open invitations by address, which the service
// compares letter by letter. A member counts before an invitation; invitations
// are read first, since only administrators may.
func people(ctx context.Context, c *iotinvites.Client) iter.Seq2[cli.Existing, error] {
	return func(yield func(cli.Existing, error) bool) {
		invited, err := collect(c.AccountInvites(ctx))
		if err != nil {
			yield(cli.Existing{}, err)
			return
		}
		for one, err := range cli.ExistingOf(memberList(ctx, c), func(m member) cli.Existing {
			email := rest.Line(m.Email)
			return cli.Existing{Key: m.Email, What: email + " is already a member, as " + m.role, Alike: email + " is a member" + alike, Value: m.role}
		}) {
			if !yield(one, err) || err != nil {
				return
			}
		}
		for _, one := range invited {
			email := rest.Line(one.Email)
			if !yield(cli.Existing{Key: one.Email, What: email + " is already invited", Alike: email + " is invited too" + alike}, nil) {
				return
			}
		}
	}
}

// collect is a list in memory.
func collect[T any](all iter.Seq2[rest.Item[T], error]) ([]T, error) {
	var values []T
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		values = append(values, one.Value)
	}
	return values, nil
}
