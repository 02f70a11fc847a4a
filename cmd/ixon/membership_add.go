package ixon

import (
	"cmp"
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

type addMembershipIn struct {
	User, Invite, Group, Role cli.Ref
	Expires                   time.Time
	made                      ixon.Ref
}

func (in *addMembershipIn) holder() string {
	if in.User.Given() {
		return in.User.String()
	}
	return in.Invite.String()
}

func addMembership() cli.Command {
	return cli.Change[*ixon.Client, addMembershipIn]{
		Use: "add [USER]", Short: "Give a user, or an invited person, a role in a group", Effect: cli.Create,
		Example: "  unictl ixon memberships add ada@example.com --group \"Plant Lyon\" --role Operator --expires 30d\n" +
			"  unictl ixon memberships add --invite new@example.com --group company --role Viewer",
		Inputs: func(in *addMembershipIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("user", &in.User, cli.ParseRef).Optional().Find(users()),
				cli.Flag("invite", &in.Invite, cli.ParseRef, "the `INVITE` to change, instead of a user").Find(invites()),
				cli.Flag("group", &in.Group, cli.ParseRef, "the `GROUP`").Required().Find(groups()),
				cli.Flag("role", &in.Role, cli.ParseRef, "the `ROLE`").Required().Find(roles()),
				cli.Flag("expires", &in.Expires, parse.Clock(time.Now).Future, "when it ends: a `TIME`, a date or a span like 30d"),
			}
		},
		Check: func(in *addMembershipIn) error {
			if in.User.Given() == in.Invite.Given() {
				return &cli.UsageError{Message: "say whose membership it is: a USER, or --invite INVITE"}
			}
			return nil
		},
		Key: func(in *addMembershipIn) string {
			return cmp.Or(in.User.ID+in.Invite.ID, in.holder()) + " " + cmp.Or(in.Group.ID, in.Group.Text)
		},
		Target: func(in *addMembershipIn) string { return in.holder() },
		ID:     func(in *addMembershipIn) string { return in.made.PublicID },
		Exists: &cli.Exists[*ixon.Client, addMembershipIn]{
			Key: func(in *addMembershipIn) string {
				return holding(in.User.ID, in.Invite.ID, in.Group.ID, !in.Expires.IsZero())
			},
			Find: func(ctx context.Context, c *ixon.Client, in *addMembershipIn) iter.Seq2[cli.Existing, error] {
				return held(c.MembershipsWith(ctx, in.User.ID, in.Invite.ID, in.Group.ID))
			},
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				all, _ := c.Memberships(ctx)
				return held(all)
			},
		},
		Steps: func(_ context.Context, c *ixon.Client, in *addMembershipIn) ([]cli.Step, error) {
			call := c.AddMembership(ixon.MembershipCreate{
				User: ixon.To(in.User.ID), Invite: ixon.To(in.Invite.ID), Group: ixon.To(in.Group.ID), Role: ixon.To(in.Role.ID),
				ExpiresOn: ixon.At(in.Expires),
			}).Then(func(made ixon.Ref) { in.made = made })
			return []cli.Step{{Name: "add " + in.Role.String() + " @ " + in.Group.String(), Call: ixon.OfOne(call)}}, nil
		},
	}
}
