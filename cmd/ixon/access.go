package ixon

import (
	"context"
	"iter"

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
	return cli.List[*ixon.Client, whichAccess, ixon.Access]{
		Use: "list", Short: "List user × group × role × expiry × last seen × 2FA",
		Long: "List who has access to what: one line for each user and membership, and one for each user\n" +
			"without any.",
		Example: "  unictl ixon access list -o csv > access.csv\n  unictl ixon access list --expiring-within 30d --sort expiresOn",
		Inputs:  (*whichAccess).inputs, Keep: (*whichAccess).keepLine,
		Columns: []cli.Column[ixon.Access]{
			{Name: "user", Cell: func(a ixon.Access) any { return a.User.Name }},
			{Name: "emailAddress", Cell: func(a ixon.Access) any { return a.User.EmailAddress }},
			{Name: "group", Cell: func(a ixon.Access) any { return a.GroupLabel() }},
			{Name: "role", Cell: func(a ixon.Access) any { return a.RoleLabel() }},
			{Name: "expiresOn", Cell: func(a ixon.Access) any { return a.ExpiresOn() }},
			{Name: "lastSeenOn", Cell: func(a ixon.Access) any { return a.User.LastSeenOn }},
			{Name: "otpauthRequired", Cell: func(a ixon.Access) any { return a.User.OTPAuthRequired }},
			{Name: "type", Wide: true, Cell: func(a ixon.Access) any { return a.User.Type }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(a ixon.Access) any { return a.User.PublicID }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichAccess) iter.Seq2[rest.Item[ixon.Access], error] {
			all, _ := c.AccessList(ctx, in.filters()...)
			return all
		},
	}
}

// whichAccess filters lines with the words of user lists: role, group and
// expiry are those of the line.
type whichAccess struct{ whichUsers }

func (in *whichAccess) keepLine(a ixon.Access) bool { return in.keep(a.Alone()) }
