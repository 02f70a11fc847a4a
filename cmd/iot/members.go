package iot

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

func membersGroup() cli.Group {
	return cli.Group{Use: "members", Short: "The members of the account", Children: func() []cli.Command {
		return []cli.Command{listMembers(), removeMember(), promoteMember()}
	}}
}

// members finds a member by e-mail address or user id.
func members() *cli.Lookup {
	return cli.LookupIn("member", iotinvites.IsUserID, func(ctx context.Context, c *iotinvites.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Members(ctx), func(u iotinvites.User) cli.Entry {
			return cli.Entry{ID: u.ID, Names: []string{u.Email}, Note: u.Role(c.AccountID())}
		})
	})
}

func listMembers() cli.Command {
	return cli.List[*iotinvites.Client, struct{}, iotinvites.Member]{
		Use: "list", Short: "List the members of the account", Example: "  unictl iot members list -o csv",
		Columns: []cli.Column[iotinvites.Member]{
			{Name: "id", ID: true, Cell: func(m iotinvites.Member) any { return m.User.ID }},
			{Name: "email", Cell: func(m iotinvites.Member) any { return m.User.Email }},
			{Name: "role", Cell: func(m iotinvites.Member) any { return m.Role }},
			{Name: "created", Cell: func(m iotinvites.Member) any { return m.User.Created.When() }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) iter.Seq2[rest.Item[iotinvites.Member], error] {
			return c.MemberList(ctx)
		},
	}
}

type oneMember struct{ Member cli.Ref }

func (in *oneMember) arg() *cli.Input {
	return cli.Arg("member", &in.Member, cli.ParseRef).Find(members())
}
func (in *oneMember) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneMember) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneMember) target() string     { return in.Member.String() }
func (in *oneMember) id() string         { return in.Member.ID }

func removeMember() cli.Command {
	return cli.Change[*iotinvites.Client, oneMember]{
		Use: "remove MEMBER…", Short: "Remove members from the account", Effect: cli.Delete,
		Long: "Remove members from the account, by e-mail address or user id. An open token works until it expires.\n" +
			"The service lets nobody remove another administrator; leaving the account yourself needs --allow-self.\n" +
			"Who may not see the list of members leaves by user id, as `whoami` shows it.",
		Example: "  unictl iot members remove ada@example.com --yes\n  unictl iot members remove \"$(unictl iot whoami -o name)\" --allow-self --yes",
		Inputs:  (*oneMember).many, Target: (*oneMember).target, ID: (*oneMember).id,
		Guard: func(_ context.Context, c *iotinvites.Client) (func(context.Context, *oneMember) error, error) {
			return func(ctx context.Context, in *oneMember) error { return cli.Lockout(c.LockoutOf(ctx, in.Member.ID)) }, nil
		},
		Steps: func(ctx context.Context, c *iotinvites.Client, in *oneMember) ([]cli.Step, error) {
			call, err := c.Removal(ctx, in.Member.ID)
			return []cli.Step{{
				Name: "remove " + in.target(), Call: call,
				Verify: func(ctx context.Context) error { return c.VerifyGone(ctx, in.Member.ID) },
			}}, err
		},
	}
}

type promoteIn struct {
	oneMember
	found iotinvites.User
}

func promoteMember() cli.Command {
	return cli.Change[*iotinvites.Client, promoteIn]{
		Use: "promote MEMBER", Short: "Make a member an administrator of the account", Effect: cli.Update, Asks: true,
		Long: "Make a member an administrator of the account. There is no way back: older servers end their process\n" +
			"when they are asked to demote somebody, so this tool never does.",
		Example: "  unictl iot members promote ada@example.com --yes",
		Inputs:  (*promoteIn).inputs, Target: (*promoteIn).target, ID: (*promoteIn).id,
		Exists: &cli.Exists[*iotinvites.Client, promoteIn]{
			Find: func(ctx context.Context, c *iotinvites.Client, in *promoteIn) iter.Seq2[cli.Existing, error] {
				return func(yield func(cli.Existing, error) bool) {
					var err error
					if in.found, err = c.FindMember(ctx, in.Member.ID); err != nil || c.Promoted(in.found) != "" {
						yield(cli.Existing{Key: in.found.ID, ID: in.found.ID, What: c.Promoted(in.found)}, err)
					}
				}
			},
		},
		Steps: func(_ context.Context, c *iotinvites.Client, in *promoteIn) ([]cli.Step, error) {
			call, err := c.Promote(in.found)
			return []cli.Step{{
				Name: "promote " + in.target(), Call: call,
				Verify: func(ctx context.Context) error { return c.VerifyPromoted(ctx, in.Member.ID) },
			}}, err
		},
	}
}
