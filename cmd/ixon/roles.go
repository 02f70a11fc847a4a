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
		return []cli.Command{listRoles(), getRole(), grantableRoles(), createRole(), updateRole(), deleteRole()}
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

func grantableRoles() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.GrantableRole]{
		Use: "grantable", Short: "List the roles that you may give, by group",
		Long:    "List the roles that you may give, by group, as the service says.",
		Example: "  unictl ixon roles grantable -o csv",
		Columns: []cli.Column[ixon.GrantableRole]{
			{Name: "group", Cell: func(g ixon.GrantableRole) any { return groupLabel(g.In()) }},
			{Name: "roles", Cell: func(g ixon.GrantableRole) any {
				return cli.Each(g.Roles, func(r ixon.Role) string { return r.Name })
			}},
			{Name: "publicId", ID: true, Wide: true, Cell: func(g ixon.GrantableRole) any { return g.In().PublicID }},
		},
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.GrantableRole], error] {
			return c.GrantableRoles(ctx)
		},
	}
}

type deleteRoleIn struct {
	Role  cli.Ref
	InUse bool
}

// has picks the memberships with the role.
func (in *deleteRoleIn) has(m ixon.Membership) bool { return m.Role.PublicID == in.Role.ID }

func deleteRole() cli.Command {
	people := &everybody{}
	return cli.Change[*ixon.Client, deleteRoleIn]{
		Use: "delete ROLE…", Short: "Delete roles", Effect: cli.Delete,
		Long: "Delete roles. A role that somebody has, or that an invitation gives, is refused, and the refusal\n" +
			"says who that is: give them another role first, with `memberships update`. With --allow-in-use it\n" +
			"is sent all the same; whether IXON then deletes it, and what becomes of their memberships, is not\n" +
			"public. A role of your own needs --allow-self, that of the last administrator --allow-last-admin.",
		Example: "  unictl ixon roles delete \"Night shift\" --yes",
		Inputs: func(in *deleteRoleIn) cli.Inputs {
			return cli.Inputs{cli.Arg("role", &in.Role, cli.ParseRef).Many().Find(roles()), allowInUse(&in.InUse)}
		},
		Target: func(in *deleteRoleIn) string { return in.Role.String() },
		ID:     func(in *deleteRoleIn) string { return in.Role.ID },
		Guard: guarding(func(_ context.Context, l *lockout, in *deleteRoleIn) error {
			return l.ofMany(in.Role.ID, func(at place) bool { return at.role == in.Role.ID }, func(*right) bool { return false })
		}),
		Review: func(ctx context.Context, c *ixon.Client, in *deleteRoleIn) (string, error) {
			who, err := people.affected(ctx, c, in.has)
			return losing("who has "+in.Role.String(), who), err
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *deleteRoleIn) ([]cli.Step, error) {
			who, err := people.affected(ctx, c, in.has)
			if err == nil {
				err = inUse(in.InUse, "the role is in use", who, "give them another role with `unictl ixon memberships update`")
			}
			if err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "delete role " + in.Role.String(), Call: c.DeleteRole(in.Role.ID), Look: "unictl ixon roles list"}}, nil
		},
	}
}
