package ixon

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// roleIn is what is said of a role. A nil pointer and an empty list say nothing.
type roleIn struct {
	Description            *string
	Enforce2FA, EnforceSSO *bool
	Permissions, Audiences []cli.Ref
}

func (in *roleIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("description", &in.Description, aboutRole, "`TEXT` about it, up to 255 characters"),
		cli.FlagList("permission", &in.Permissions, cli.ParseRef, "a `PERMISSION` of all; may be repeated").Find(permissions()),
		cli.FlagList("audience", &in.Audiences, cli.ParseRef, "an `AUDIENCE` (access category) of all; may be repeated").Find(audiences()),
		cli.Flag("enforce-2fa", &in.Enforce2FA, yesOrNo, "whether it demands a second factor: `true|false`").Words("true", "false"),
		cli.Flag("enforce-sso", &in.EnforceSSO, yesOrNo, "whether it demands single sign-on: `true|false`").Words("true", "false"),
	}
}

func aboutRole(text string) (*string, error) {
	if text == "" {
		return &text, nil
	}
	text, err := parse.Text(255)(text)
	return &text, err
}

func yesOrNo(text string) (*bool, error) {
	yes, err := parse.Bool(text)
	return &yes, err
}

// valueOf is what p points at, or else the other value.
func valueOf[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

func asPermission(ref cli.Ref) ixon.Permission { return ixon.Permission{PublicID: ref.ID} }
func asAudience(ref cli.Ref) ixon.Reference {
	return ixon.Reference{PublicID: ref.ID, Name: ref.Label}
}

// roleLines are a role's words, in an order that two of them can be compared by.
func roleLines(r ixon.Role) []string {
	lines := []string{"enforce2fa: " + strconv.FormatBool(r.Enforce2FA), "enforceSso: " + strconv.FormatBool(r.EnforceSSO)}
	if r.Description != "" {
		lines = append(lines, "description: "+r.Description)
	}
	for _, p := range r.Permissions {
		lines = append(lines, "permission "+p.PublicID)
	}
	for _, a := range r.Audiences {
		lines = append(lines, "audience "+a.Label())
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

type createRoleIn struct {
	Name string
	roleIn
	made ixon.Ref
}

func (in *createRoleIn) role() ixon.RoleCreate {
	return ixon.RoleCreate{
		Name: in.Name, Description: valueOf(in.Description, ""), Enforce2FA: valueOf(in.Enforce2FA, false), EnforceSSO: valueOf(in.EnforceSSO, false),
		Permissions: unique(cli.Each(in.Permissions, asPermission)),
		Audiences:   unique(cli.Each(in.Audiences, func(ref cli.Ref) ixon.Ref { return ixon.To(ref.ID) })),
	}
}

// differences are those of the role that is there; what is not said is asked to be
// as it is.
func (in *createRoleIn) differences(there cli.Existing) (all []cli.Difference) {
	now, _ := there.Value.(ixon.Role)
	then := updateRoleIn{roleIn: in.roleIn}.over(now)
	add := func(flag, is, asked string) {
		if is != asked {
			all = append(all, cli.Difference{Field: flag, Is: is, Asked: asked, Hint: "`unictl ixon roles update " + now.PublicID + "` with --" + flag})
		}
	}
	add("name", now.Name, in.Name)
	add("description", now.Description, then.Description)
	add("permission", sorted(now.Permissions, permissionName), sorted(then.Permissions, permissionName))
	if sorted(now.Audiences, referenceID) != sorted(then.Audiences, referenceID) {
		add("audience", sorted(now.Audiences, ixon.Reference.Label), sorted(then.Audiences, ixon.Reference.Label))
	}
	add("enforce-2fa", strconv.FormatBool(now.Enforce2FA), strconv.FormatBool(then.Enforce2FA))
	add("enforce-sso", strconv.FormatBool(now.EnforceSSO), strconv.FormatBool(then.EnforceSSO))
	return all
}

func referenceID(r ixon.Reference) string { return r.PublicID }

func permissionName(p ixon.Permission) string { return p.PublicID }

func sorted[T any](list []T, name func(T) string) string {
	names := cli.Each(list, name)
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "|")
}

func createRole() cli.Command {
	return cli.Change[*ixon.Client, createRoleIn]{
		Use: "create NAME", Short: "Create a role", Effect: cli.Create,
		Long: "Create a role. IXON takes two roles of one name, people do not: a name that one has already is\n" +
			"found first: exit 6, or with --if-absent exit 0 and \"changed\": false, with what differs. Nobody\n" +
			"can give a permission that they do not have.",
		Example: "  unictl ixon roles create \"Night shift\" --permission MANAGE_PAGE --audience Dashboards --enforce-2fa true\n" +
			"  unictl ixon roles create --from roles.csv --if-absent",
		Inputs: func(in *createRoleIn) cli.Inputs {
			return append(cli.Inputs{cli.Arg("name", &in.Name, parse.Text(255))}, in.roleIn.inputs()...)
		},
		Key:    func(in *createRoleIn) string { return parse.Folded(in.Name) },
		Target: func(in *createRoleIn) string { return in.Name },
		ID:     func(in *createRoleIn) string { return in.made.PublicID },
		Exists: &cli.Exists[*ixon.Client, createRoleIn]{
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				return cli.ExistingOf(c.Roles(ctx), func(r ixon.Role) cli.Existing {
					return cli.Existing{Key: parse.Folded(r.Name), ID: r.PublicID, What: fmt.Sprintf("there is a role %q already", r.Name), Value: r}
				})
			},
			Differs: (*createRoleIn).differences,
		},
		Steps: func(_ context.Context, c *ixon.Client, in *createRoleIn) ([]cli.Step, error) {
			call := giving(c.CreateRole(in.role())).Then(func(made ixon.Ref) { in.made = made })
			return []cli.Step{{Name: "create role " + in.Name, Call: call}}, nil
		},
	}
}

type updateRoleIn struct {
	Role cli.Ref
	Name string
	roleIn
	Add, Remove []cli.Ref
}

func (in *updateRoleIn) inputs() cli.Inputs {
	return append(cli.Inputs{
		cli.Arg("role", &in.Role, cli.ParseRef).Many().Find(roles()),
		cli.Flag("name", &in.Name, parse.Text(255), "another `NAME`"),
		cli.FlagList("add-permission", &in.Add, cli.ParseRef, "one more `PERMISSION`; may be repeated").Find(permissions()),
		cli.FlagList("remove-permission", &in.Remove, cli.ParseRef, "one `PERMISSION` less; may be repeated").Find(permissions()),
	}, in.roleIn.inputs()...)
}

func (in *updateRoleIn) check() error {
	delta := len(in.Add)+len(in.Remove) > 0
	switch {
	case delta && len(in.Permissions) > 0:
		return &cli.UsageError{Message: "--permission says all permissions: it excludes --add-permission and --remove-permission"}
	case in.Name == "" && in.Description == nil && in.Enforce2FA == nil && in.EnforceSSO == nil && !delta && len(in.Permissions)+len(in.Audiences) == 0:
		return &cli.UsageError{Message: "nothing to change", Hint: "give --name, --description, --permission, --add-permission, --remove-permission, --audience, --enforce-2fa or --enforce-sso"}
	}
	for _, ref := range in.Add {
		if slices.ContainsFunc(in.Remove, func(other cli.Ref) bool { return other.Text == ref.Text }) {
			return &cli.UsageError{Flag: "--add-permission", Message: ref.Text + " is to be removed as well"}
		}
	}
	return nil
}

// over is the role that now becomes.
func (in updateRoleIn) over(now ixon.Role) ixon.Role {
	then := now
	if in.Name != "" {
		then.Name = in.Name
	}
	then.Description = valueOf(in.Description, now.Description)
	then.Enforce2FA, then.EnforceSSO = valueOf(in.Enforce2FA, now.Enforce2FA), valueOf(in.EnforceSSO, now.EnforceSSO)
	if len(in.Permissions) > 0 {
		then.Permissions = cli.Each(in.Permissions, asPermission)
	}
	if len(in.Audiences) > 0 {
		then.Audiences = cli.Each(in.Audiences, asAudience)
	}
	if len(in.Add)+len(in.Remove) > 0 {
		removed := cli.Each(in.Remove, asPermission)
		then.Permissions = slices.DeleteFunc(append(slices.Clone(now.Permissions), cli.Each(in.Add, asPermission)...), func(p ixon.Permission) bool {
			return slices.Contains(removed, p)
		})
	}
	return then
}

// takes reports whether people with the role lose something, or must have more to use
// it.
func takes(now, then ixon.Role) bool {
	lost := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(id string) bool { return !slices.Contains(b, id) })
	}
	return lost(cli.Each(now.Permissions, permissionName), cli.Each(then.Permissions, permissionName)) ||
		lost(cli.Each(now.Audiences, referenceID), cli.Each(then.Audiences, referenceID)) ||
		then.Enforce2FA && !now.Enforce2FA || then.EnforceSSO && !now.EnforceSSO
}

func readRole(ctx context.Context, c *ixon.Client, id string) (ixon.Role, error) {
	item, err := c.Role(id).Do(ctx)
	if err == nil {
		err = item.Certain()
	}
	return item.Value, err
}

func updateRole() cli.Command {
	people := &everybody{}
	return cli.Change[*ixon.Client, updateRoleIn]{
		Use: "update ROLE…", Short: "Change roles and what they give", Effect: cli.Update, Asks: true,
		Long:    "Change roles and what they give: both states are shown with who has them, and it asks first.",
		Example: "  unictl ixon roles update Engineer --add-permission MANAGE_PAGE --yes",
		Inputs:  (*updateRoleIn).inputs, Check: (*updateRoleIn).check,
		Target: func(in *updateRoleIn) string { return in.Role.String() },
		ID:     func(in *updateRoleIn) string { return in.Role.ID },
		Guard: guarding(func(ctx context.Context, l *lockout, in *updateRoleIn) error {
			now, err := readRole(ctx, l.client, in.Role.ID)
			if err != nil {
				return err
			}
			then := in.over(now)
			if !takes(now, then) {
				return nil
			}
			return l.ofMany(in.Role.ID, func(at place) bool { return at.role == in.Role.ID }, func(r *right) bool { return r.gives(then) })
		}),
		Review: func(ctx context.Context, c *ixon.Client, in *updateRoleIn) (string, error) {
			now, err := readRole(ctx, c, in.Role.ID)
			if err != nil {
				return "", err
			}
			who, err := people.affected(ctx, c, func(m ixon.Membership) bool { return m.Role.PublicID == in.Role.ID })
			then := in.over(now)
			return losing("who has "+now.Name, who) + nowAndThen(append([]string{"name: " + now.Name}, roleLines(now)...), append([]string{"name: " + then.Name}, roleLines(then)...)), err
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *updateRoleIn) ([]cli.Step, error) {
			now, err := readRole(ctx, c, in.Role.ID)
			if err != nil {
				return nil, err
			}
			return in.steps(c, now), nil
		},
	}
}

// steps write what differs: permissions first, since they are what may be refused.
func (in *updateRoleIn) steps(c *ixon.Client, now ixon.Role) (steps []cli.Step) {
	then := in.over(now)
	step := func(what string, call rest.Prepared, same func(ixon.Role) bool) {
		if same(now) {
			return
		}
		steps = append(steps, cli.Step{
			Name: what + " of role " + in.Role.String(), Call: call, Look: "unictl ixon roles get " + in.Role.ID, Gate: true,
			Seen: func(ctx context.Context) (bool, error) {
				is, err := readRole(ctx, c, in.Role.ID)
				return err == nil && same(is), err
			},
		})
	}
	step("permissions", giving(c.SetPermissions(in.Role.ID, unique(then.Permissions))), func(r ixon.Role) bool {
		return sorted(r.Permissions, permissionName) == sorted(then.Permissions, permissionName)
	})
	step("audiences", c.SetAudiences(in.Role.ID, unique(cli.Each(then.Audiences, func(r ixon.Reference) ixon.Ref { return ixon.To(r.PublicID) }))), func(r ixon.Role) bool {
		return sorted(r.Audiences, referenceID) == sorted(then.Audiences, referenceID)
	})
	patch := ixon.RolePatch{Name: in.Name, Description: in.Description, Enforce2FA: in.Enforce2FA, EnforceSSO: in.EnforceSSO}
	step("settings", c.UpdateRole(in.Role.ID, patch), func(r ixon.Role) bool {
		return r.Name == then.Name && r.Description == then.Description && r.Enforce2FA == then.Enforce2FA && r.EnforceSSO == then.EnforceSSO
	})
	return steps
}

// unique leaves out what stands twice.
func unique[T comparable](list []T) (all []T) {
	for _, one := range list {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
