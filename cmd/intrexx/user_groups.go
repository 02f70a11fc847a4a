package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

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
	return cli.Inputs{in.arg(), cli.Arg("group", &in.Group, parse.Checked(intrexx.CheckID)).Many()}
}
func (in *userInGroup) id() string  { return in.Group }
func (in *userInGroup) key() string { return in.User + " in " + in.Group }

func addToGroup() cli.Command {
	return cli.Change[*intrexx.Client, userInGroup]{
		Use: "add USER GROUP…", Short: "Put a user into groups", Effect: cli.Update,
		Long: "Put a user into groups, by their ids. In portals made from the blank template 3 is Administrators and\n" +
			"4 is Users; `groups get` shows what an id stands for.",
		Example: "  unictl intrexx users groups add 6 4 --portal intranet",
		Inputs:  (*userInGroup).many, ID: (*userInGroup).id, Key: (*userInGroup).key,
		Target: func(in *userInGroup) string { return in.target() + " into group " + in.Group },
		Steps: func(_ context.Context, c *intrexx.Client, in *userInGroup) ([]cli.Step, error) {
			return []cli.Step{{Name: "put " + in.target() + " into group " + in.Group, Call: c.AddUserToGroup(in.User, in.Group), Look: "unictl intrexx users groups list " + in.User}}, nil
		},
	}
}

func removeFromGroup() cli.Command {
	return cli.Change[*intrexx.Client, userInGroup]{
		Use: "remove USER GROUP…", Short: "Take a user out of groups", Effect: cli.Delete,
		Example: "  unictl intrexx users groups remove 6 4 --portal intranet --yes",
		Inputs:  (*userInGroup).many, ID: (*userInGroup).id, Key: (*userInGroup).key,
		Target: func(in *userInGroup) string { return in.target() + " out of group " + in.Group },
		Steps: func(_ context.Context, c *intrexx.Client, in *userInGroup) ([]cli.Step, error) {
			return []cli.Step{{Name: "take " + in.target() + " out of group " + in.Group, Call: c.RemoveUserFromGroup(in.User, in.Group), Look: "unictl intrexx users groups list " + in.User}}, nil
		},
	}
}
