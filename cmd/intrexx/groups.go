package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func groupsGroup() cli.Group {
	return cli.Group{Use: "groups", Short: "Groups of the portal, by their id: the API lists none", Children: func() []cli.Command {
		return []cli.Command{createGroup(), getGroup(), deleteGroup()}
	}}
}

type oneGroup struct{ Group string }

func (in *oneGroup) arg() *cli.Input {
	return cli.Arg("group", &in.Group, idOf("group"))
}
func (in *oneGroup) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneGroup) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneGroup) id() string         { return in.Group }
func (in *oneGroup) target() string     { return "group " + in.Group }

func getGroup() cli.Command {
	return cli.Get[*intrexx.Client, oneGroup, intrexx.Object]{
		Use: "get GROUP", Short: "Show a group", Long: "Show a group." + notPublic,
		Example: "  unictl intrexx groups get 4 --portal intranet --context sandbox",
		Inputs:  (*oneGroup).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneGroup) (item, error) {
			return c.Group(in.Group).Do(ctx)
		},
	}
}

func createGroup() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "create", Short: "Create a group", Effect: cli.Create,
		Long: "Create a group. The id that the server gives is printed: keep it, since the API lists no groups. What the\n" +
			"document looks like is not publicly documented: your server's own Swagger page has it.",
		Example: "  unictl intrexx groups create --portal intranet --body group.json",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).Check,
		Target:  func(*editIn) string { return "a group" }, ID: (*editIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "create a group", "", c.CreateGroup)
		},
	}
}

func deleteGroup() cli.Command {
	return cli.Change[*intrexx.Client, oneGroup]{
		Use: "delete GROUP…", Short: "Delete groups", Effect: cli.Delete,
		Long:    "Delete groups. Their members lose every right that they had through them.",
		Example: "  unictl intrexx groups delete 12 --portal intranet --yes",
		Inputs:  (*oneGroup).many, Target: (*oneGroup).target, ID: (*oneGroup).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *oneGroup) ([]cli.Step, error) {
			return deletion(ctx, c, in.target(), "unictl intrexx groups get "+in.Group, c.DeleteGroup(in.Group), c.Group(in.Group))
		},
	}
}

func userGroupsGroup() cli.Group {
	return cli.Group{Use: "groups", Short: "Groups that a user is in", Children: func() []cli.Command {
		return []cli.Command{listUserGroups(), addToGroup(), removeFromGroup()}
	}}
}

func listUserGroups() cli.Command {
	return cli.List[*intrexx.Client, oneUser, intrexx.Object]{
		Use: "list USER", Short: "List the groups of a user", Long: "List the groups of a user." + notPublic,
		Example: "  unictl intrexx users groups list 6 --portal intranet --context sandbox",
		Inputs:  (*oneUser).inputs,
		Items:   func(ctx context.Context, c *intrexx.Client, in *oneUser) items { return c.UserGroups(ctx, in.User) },
	}
}

// userInGroup is a membership.
type userInGroup struct {
	oneUser
	Group string
}

func (in *userInGroup) many() cli.Inputs {
	return cli.Inputs{in.arg(), cli.Arg("group", &in.Group, groupName).Many()}
}

// groupName is an id, or a name that the groups of the user are searched for.
func groupName(text string) (string, error) { return text, intrexx.CheckID(text) }

func (in *userInGroup) id() string  { return in.Group }
func (in *userInGroup) key() string { return in.User + " in " + in.Group }

func addToGroup() cli.Command {
	return cli.Change[*intrexx.Client, userInGroup]{
		Use: "add USER GROUP…", Short: "Put a user into groups", Effect: cli.Update,
		Long: "Put a user into groups, by their ids: the API lists no groups but those that a user is in. In portals made\n" +
			"from the blank template 3 is Administrators and 4 is Users; `groups get` shows what an id means.",
		Example: "  unictl intrexx users groups add 6 4 --portal intranet",
		Inputs:  (*userInGroup).many, ID: (*userInGroup).id, Key: (*userInGroup).key,
		Target: func(in *userInGroup) string { return in.target() + " into group " + in.Group },
		Steps: func(ctx context.Context, c *intrexx.Client, in *userInGroup) (_ []cli.Step, err error) {
			if in.Group, err = groupOf(ctx, c, in.User, in.Group); err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "put " + in.target() + " into group " + in.Group, Call: c.AddUserToGroup(in.User, in.Group), Look: "unictl intrexx users groups list " + in.User}}, nil
		},
	}
}

func removeFromGroup() cli.Command {
	return cli.Change[*intrexx.Client, userInGroup]{
		Use: "remove USER GROUP…", Short: "Take a user out of groups", Effect: cli.Delete,
		Long:    "Take a user out of groups, by their ids or by the exact names of groups that the user is in.",
		Example: "  unictl intrexx users groups remove 6 4 --portal intranet --yes",
		Inputs:  (*userInGroup).many, ID: (*userInGroup).id, Key: (*userInGroup).key,
		Target: func(in *userInGroup) string { return in.target() + " out of group " + in.Group },
		Steps: func(ctx context.Context, c *intrexx.Client, in *userInGroup) (_ []cli.Step, err error) {
			if in.Group, err = groupOf(ctx, c, in.User, in.Group); err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "take " + in.target() + " out of group " + in.Group, Call: removal(c, c.RemoveUserFromGroup(in.User, in.Group)), Look: "unictl intrexx users groups list " + in.User}}, nil
		},
	}
}
