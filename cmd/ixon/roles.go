package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func rolesGroup() cli.Group {
	return cli.Group{Use: "roles", Short: "Roles: sets of permissions", Children: func() []cli.Command {
		return []cli.Command{listRoles(), getRole()}
	}}
}

func roleColumns() []cli.Column[ixon.Role] {
	return []cli.Column[ixon.Role]{
		{Name: "publicId", ID: true, Cell: func(r ixon.Role) any { return r.PublicID }},
		{Name: "name", Cell: func(r ixon.Role) any { return r.Name }},
		{Name: "permissions", Cell: func(r ixon.Role) any {
			return cli.Each(r.Permissions, func(p ixon.Permission) string { return p.PublicID })
		}},
		{Name: "enforce2fa", Cell: func(r ixon.Role) any { return r.Enforce2FA }},
		{Name: "enforceSso", Wide: true, Cell: func(r ixon.Role) any { return r.EnforceSSO }},
		{Name: "audiences", Wide: true, Cell: func(r ixon.Role) any {
			return cli.Each(r.Audiences, ixon.Reference.Label)
		}},
		{Name: "description", Wide: true, Cell: func(r ixon.Role) any { return r.Description }},
	}
}

func listRoles() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.Role]{
		Use: "list", Short: "List roles", Example: "  unictl ixon roles list -o wide", Columns: roleColumns(),
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.Role], error] {
			return c.Roles(ctx)
		},
	}
}

type oneRole struct{ Role cli.Ref }

func getRole() cli.Command {
	return cli.Get[*ixon.Client, oneRole, ixon.Role]{
		Use: "get ROLE", Short: "Show one role", Example: "  unictl ixon roles get Engineer", Columns: roleColumns(),
		Inputs: func(in *oneRole) cli.Inputs {
			return cli.Inputs{cli.Arg("role", &in.Role, cli.ParseRef).Find(roles())}
		},
		Item: func(ctx context.Context, c *ixon.Client, in *oneRole) (rest.Item[ixon.Role], error) {
			return c.Role(in.Role.ID).Do(ctx)
		},
	}
}
