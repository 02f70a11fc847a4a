package devo

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

func userRolesGroup() cli.Group {
	return cli.Group{
		Use: "roles", Short: "The roles of a user in the domain",
		Long: "The roles of a user in the domain. A user has at least one; NO_PRIVILEGES gives none. ADMIN stands alone.",
		Children: func() []cli.Command {
			return []cli.Command{getUserRoles(), setUserRoles(), addUserRoles(), removeUserRoles()}
		},
	}
}

// held is a role that a user has.
type held struct {
	Role string `json:"role"`
}

func getUserRoles() cli.Command {
	return cli.List[*devotokens.Client, oneUser, held]{
		Use: "get EMAIL", Short: "List the roles of a user", Example: "  unictl devo users roles get ada@example.com -o name",
		Inputs:  (*oneUser).inputs,
		Columns: []cli.Column[held]{{Name: "role", ID: true, Cell: func(h held) any { return h.Role }}},
		Items: func(ctx context.Context, c *devotokens.Client, in *oneUser) iter.Seq2[rest.Item[held], error] {
			u, err := in.withRoles(ctx, c)
			return cli.Items(cli.Each(u.Roles, func(name string) held { return held{name} }), err)
		},
	}
}

// withRoles reads the user, whose roles must be readable.
func (in *oneUser) withRoles(ctx context.Context, c *devotokens.Client) (devotokens.User, error) {
	item, err := c.User(in.id()).Do(ctx)
	if err == nil {
		err = item.Certain("role", "roleList", "owner", "status")
	}
	return item.Value, err
}

type userRolesIn struct {
	inDomain
	oneUser
	cli.Warnings
	Roles []cli.Ref
}

func (in *userRolesIn) table(usage string, find *cli.Lookup) cli.Inputs {
	role := cli.FlagList("role", &in.Roles, cli.ParseRef, usage+"; may be repeated").Required()
	if find != nil {
		role.Find(find).Strict()
	} else {
		role.Complete(roles())
	}
	return cli.Inputs{in.arg(), role, in.domain()}
}

// check refuses a role that is named twice: one of them may be meant otherwise.
func (in *userRolesIn) check() error {
	var seen []string
	for _, role := range in.Roles {
		switch {
		case role.Text == devotokens.RoleOwner:
			return &cli.UsageError{Flag: "--role", Message: "OWNER is no role that can be given or taken: a domain keeps its owner"}
		case slices.Contains(seen, role.Text):
			return &cli.UsageError{Flag: "--role", Message: strconv.Quote(role.Text) + " is named twice"}
		}
		seen = append(seen, role.Text)
	}
	return in.checkDomain()
}

// names are the roles as Devo has them; one that is not looked up is as it is
// written.
func (in *userRolesIn) names() []string {
	return cli.Each(in.Roles, func(r cli.Ref) string {
		if r.ID != "" {
			return r.ID
		}
		return r.Text
	})
}

// keepsAdmin reports that nobody loses an administration by the change.
func keepsAdmin(roles []string) bool { return slices.Contains(roles, devotokens.RoleAdmin) }

func setUserRoles() cli.Command {
	return cli.Change[*devotokens.Client, userRolesIn]{
		Use: "set EMAIL", Short: "Give a user these roles and no others", Effect: cli.Update, Asks: true,
		Example: "  unictl devo users roles set ada@example.com --role reviewer --role auditor --yes\n" +
			"  unictl devo users roles set --from roles.csv --yes",
		Inputs: func(in *userRolesIn) cli.Inputs { return in.table("`ROLE` that the user has then", roles()) },
		Check:  (*userRolesIn).check, Target: (*userRolesIn).target, ID: (*userRolesIn).id,
		Guard: keepAdmins(false, func(in *userRolesIn) (string, bool) { return in.id(), keepsAdmin(in.names()) }),
		Steps: func(ctx context.Context, c *devotokens.Client, in *userRolesIn) ([]cli.Step, error) {
			u, err := in.withRoles(ctx, c)
			if err != nil || sameRoles(u.Roles, in.names()) {
				return nil, err
			}
			return in.setting(c, u, in.names())
		},
	}
}

func addUserRoles() cli.Command {
	return cli.Change[*devotokens.Client, userRolesIn]{
		Use: "add EMAIL", Short: "Give a user further roles", Effect: cli.Update,
		Long:    "Give a user further roles. Devo can only set all roles of a user: they are read first, and set with the new ones.",
		Example: "  unictl devo users roles add ada@example.com --role auditor",
		Inputs:  func(in *userRolesIn) cli.Inputs { return in.table("`ROLE` to give", roles()) },
		Check:   (*userRolesIn).check, Target: (*userRolesIn).target, ID: (*userRolesIn).id,
		Steps: func(ctx context.Context, c *devotokens.Client, in *userRolesIn) ([]cli.Step, error) {
			u, err := in.withRoles(ctx, c)
			wanted := slices.Clone(u.Roles)
			for _, name := range in.names() {
				if !u.HasRole(name) {
					wanted = append(wanted, name)
				}
			}
			if err != nil || len(wanted) == len(u.Roles) {
				return nil, err
			}
			return in.setting(c, u, wanted)
		},
	}
}

func removeUserRoles() cli.Command {
	return cli.Change[*devotokens.Client, userRolesIn]{
		Use: "remove EMAIL", Short: "Take roles from a user", Effect: cli.Delete,
		Example: "  unictl devo users roles remove ada@example.com --role auditor --yes",
		Inputs:  func(in *userRolesIn) cli.Inputs { return in.table("`ROLE` to take, letter by letter", nil) },
		Check:   (*userRolesIn).check, Target: (*userRolesIn).target, ID: (*userRolesIn).id,
		Guard: keepAdmins(false, func(in *userRolesIn) (string, bool) { return in.id(), !keepsAdmin(in.names()) }),
		Steps: func(ctx context.Context, c *devotokens.Client, in *userRolesIn) ([]cli.Step, error) {
			return in.removing(ctx, c)
		},
	}
}

// removing takes what the user has of the roles that are named. What nobody of
// them has was perhaps meant otherwise, so it is said.
func (in *userRolesIn) removing(ctx context.Context, c *devotokens.Client) ([]cli.Step, error) {
	u, err := in.withRoles(ctx, c)
	if err != nil {
		return nil, err
	}
	var gone, left []string
	for _, name := range u.Roles {
		if slices.Contains(in.names(), name) {
			gone = append(gone, name)
		} else {
			left = append(left, name)
		}
	}
	missing := slices.DeleteFunc(in.names(), u.HasRole)
	has := "the roles are " + rest.Line(strings.Join(u.Roles, ", "))
	switch {
	case len(gone) == 0:
		return nil, failure(rest.NotFound, in.target()+" does not have the role "+rest.Line(strings.Join(missing, ", ")), has)
	case len(left) == 0:
		return nil, failure(rest.BadInput, in.target()+" would have no role, and a user needs one", "`unictl devo users roles set "+in.id()+" --role "+devotokens.RoleNoPrivileges+"` leaves one that gives nothing")
	case len(missing) > 0:
		in.Warn(in.target() + " does not have the role " + strings.Join(missing, ", "))
	}
	return []cli.Step{{
		Name: "take " + strings.Join(gone, ", ") + " from " + in.target(), Call: c.RemoveRoles(in.id(), gone), Look: in.look(),
		Verify: func(ctx context.Context) error {
			return in.confirmRoles(ctx, c, func(u devotokens.User) bool { return !slices.ContainsFunc(gone, u.HasRole) })
		},
	}}, nil
}

// setting is the step that sets all roles of a user. What Devo would refuse is
// refused before it is asked (§6).
func (in *userRolesIn) setting(c *devotokens.Client, u devotokens.User, wanted []string) ([]cli.Step, error) {
	switch {
	case len(wanted) > 1 && keepsAdmin(wanted):
		return nil, failure(rest.BadInput, "ADMIN stands alone, and the roles would be "+rest.Line(strings.Join(wanted, ", ")), "`unictl devo users roles set` gives one role in the place of all others")
	case u.Owner && !keepsAdmin(wanted):
		return nil, failure(rest.BadInput, in.target()+" is the owner of "+c.Account()+", who keeps the role ADMIN", "")
	}
	return []cli.Step{{
		Name: fmt.Sprintf("set the roles of %s: %s", in.target(), strings.Join(wanted, ", ")), Call: c.SetRoles(in.id(), wanted), Look: in.look(),
		Verify: func(ctx context.Context) error {
			return in.confirmRoles(ctx, c, func(u devotokens.User) bool { return sameRoles(u.Roles, wanted) })
		},
	}}, nil
}

// confirmRoles reads the roles back: the form of the bodies is not public, and a
// service may say OK to one that it does not understand.
func (in *oneUser) confirmRoles(ctx context.Context, c *devotokens.Client, as func(devotokens.User) bool) error {
	u, err := in.withRoles(ctx, c)
	if err != nil {
		return unconfirmed("changed", err)
	}
	if as(u) {
		return nil
	}
	return failure(rest.Failed, fmt.Sprintf("the service answered OK, but the roles of %s are %s", in.target(), rest.Line(strings.Join(u.Roles, ", "))),
		"look at them in Devo, and try again")
}

// sameRoles compares without order.
func sameRoles(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func listRoles() cli.Command {
	return cli.List[*devotokens.Client, struct{}, devotokens.Role]{
		Use: "list", Short: "List the roles of the domain",
		Long:    "List the roles of the domain. What Devo says of a role beside its name is not publicly documented: -o json shows it.",
		Example: "  unictl devo roles list -o name",
		Columns: []cli.Column[devotokens.Role]{{Name: "name", ID: true, Cell: func(r devotokens.Role) any { return r.Name }}},
		Items: func(ctx context.Context, c *devotokens.Client, _ *struct{}) iter.Seq2[rest.Item[devotokens.Role], error] {
			return c.Roles(ctx)
		},
	}
}
