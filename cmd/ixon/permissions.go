package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func permissionsGroup() cli.Group {
	return cli.Group{Use: "permissions", Short: "The permissions that roles are made of", Children: func() []cli.Command {
		return []cli.Command{listPermissions()}
	}}
}

// open are the requirements that a public operation does without.
func open() []string { return []string{"application", "company", cli.NoCredential} }

func listPermissions() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.Permission]{
		Use: "list", Short: "List all permissions; needs no credential", Example: "  unictl ixon permissions list -o name",
		Without: open(),
		Columns: []cli.Column[ixon.Permission]{
			{Name: "publicId", ID: true, Cell: func(p ixon.Permission) any { return p.PublicID }},
		},
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.Permission], error] {
			return c.Permissions(ctx)
		},
	}
}
