package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
)

// company is the word for the company-wide group, whatever its name is.
const company = "company"

func roles() *cli.Lookup {
	return cli.LookupIn("role", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Roles(ctx), func(r ixon.Role) cli.Entry {
			return cli.Entry{ID: r.PublicID, Names: []string{r.Name}, Note: r.Description}
		})
	})
}

func groups() *cli.Lookup {
	return cli.LookupIn("group", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		all, _ := c.Groups(ctx)
		return cli.Entries(all, groupEntry)
	})
}

func groupEntry(g ixon.Group) cli.Entry {
	e := cli.Entry{ID: g.PublicID, Names: []string{g.Label()}, Note: g.Type.DisplayName()}
	if g.IsCompanyGroup {
		e.Names, e.Note = append(e.Names, company), "the whole company"
	}
	return e
}

func users() *cli.Lookup {
	all := cli.LookupIn("user", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		everyone, _ := c.Users(ctx)
		return cli.Entries(everyone, userEntry)
	})
	return cli.Searching(all, func(ctx context.Context, c *ixon.Client, text string) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.SearchUsers(ctx, text), userEntry)
	})
}

func userEntry(u ixon.User) cli.Entry {
	if u.EmailAddress == "" {
		return cli.Entry{ID: u.PublicID, Names: []string{u.Name}, Note: u.Type}
	}
	return cli.Entry{ID: u.PublicID, Names: []string{u.EmailAddress, u.Name}, Note: u.Name}
}

// serviceAccounts are the users that are no people.
func serviceAccounts() *cli.Lookup {
	return cli.LookupIn("service account", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.ServiceAccounts(ctx), userEntry)
	})
}

func invites() *cli.Lookup {
	all := cli.LookupIn("invite", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		open, _ := c.Invites(ctx)
		return cli.Entries(open, inviteEntry)
	})
	return cli.Searching(all, func(ctx context.Context, c *ixon.Client, text string) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.SearchInvites(ctx, text), inviteEntry)
	})
}

func inviteEntry(i ixon.Invite) cli.Entry {
	return cli.Entry{ID: i.PublicID, Names: []string{i.EmailAddress}}
}
