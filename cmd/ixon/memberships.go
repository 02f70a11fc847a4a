package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func membershipsGroup() cli.Group {
	return cli.Group{Use: "memberships", Short: "Who has which role in which group, and until when", Children: func() []cli.Command {
		return []cli.Command{listMemberships(), addMembership(), updateMembership(), removeMembership(), setMemberships()}
	}}
}

func membershipColumns() []cli.Column[ixon.Membership] {
	return []cli.Column[ixon.Membership]{
		{Name: "publicId", ID: true, Cell: func(m ixon.Membership) any { return m.PublicID }},
		{Name: "user", Cell: func(m ixon.Membership) any { return m.User.LabelOr("") }},
		{Name: "invite", Cell: func(m ixon.Membership) any { return m.Invite.LabelOr("") }},
		{Name: "group", Cell: func(m ixon.Membership) any { return m.Group.Label() }},
		{Name: "role", Cell: func(m ixon.Membership) any { return m.Role.LabelOr("") }},
		{Name: "expiresOn", Cell: func(m ixon.Membership) any { return m.ExpiresOn }},
	}
}

// whichMemberships are the filters of the list. Groups and users are known to
// the service as dotted columns (§4).
type whichMemberships struct {
	User, Invite, Group, Role cli.Ref
	ExpiringWithin            time.Duration
	Expired                   bool
}

func listMemberships() cli.Command {
	return cli.List[*ixon.Client, whichMemberships, ixon.Membership]{
		Use: "list", Short: "List memberships of users and invitations",
		Example: "  unictl ixon memberships list --user ada@example.com\n  unictl ixon memberships list --expiring-within 30d",
		Inputs: func(in *whichMemberships) cli.Inputs {
			return cli.Inputs{
				cli.Flag("user", &in.User, cli.ParseRef, "only those of this `USER`").Find(users()),
				cli.Flag("invite", &in.Invite, cli.ParseRef, "only those of this `INVITE`").Find(invites()),
				cli.Flag("group", &in.Group, cli.ParseRef, "only those in this `GROUP`").Find(groups()),
				cli.Flag("role", &in.Role, cli.ParseRef, "only those with this `ROLE`").Find(roles()),
				cli.Flag("expiring-within", &in.ExpiringWithin, parse.Duration, "only those that end within this `SPAN`, like 30d"),
				cli.Switch("expired", &in.Expired, "only those that have ended"),
			}
		},
		Columns: membershipColumns(),
		Items: func(ctx context.Context, c *ixon.Client, in *whichMemberships) iter.Seq2[rest.Item[ixon.Membership], error] {
			return c.MembershipsOf(ctx, in.User.ID, in.Invite.ID, in.Group.ID)
		},
		Keep: func(in *whichMemberships, m ixon.Membership) bool {
			now := time.Now()
			return (!in.Role.Given() || m.Role.ID() == in.Role.ID) &&
				(in.ExpiringWithin == 0 || ixon.EndsWithin(m.ExpiresOn, now, in.ExpiringWithin)) &&
				(!in.Expired || (m.ExpiresOn != nil && m.ExpiresOn.Before(now)))
		},
	}
}

type oneMembership struct{ ID string }

func (in *oneMembership) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("membership", &in.ID, parse.Checked(ixon.CheckPublicID)).Many()}
}

func removeMembership() cli.Command {
	return cli.Change[*ixon.Client, oneMembership]{
		Use: "remove MEMBERSHIP…", Short: "Take memberships away", Effect: cli.Delete,
		Long: "Take memberships away. What becomes of a user who loses the last one is not documented by\n" +
			"IXON; `users remove` takes a user out of the company.",
		Example: "  unictl ixon memberships remove Memb00000001 --yes",
		Inputs:  (*oneMembership).inputs,
		Target:  func(in *oneMembership) string { return in.ID }, ID: func(in *oneMembership) string { return in.ID },
		Guard: func(_ context.Context, c *ixon.Client) (func(context.Context, *oneMembership) error, error) {
			return func(ctx context.Context, in *oneMembership) error {
				return cli.Lockout(c.LockoutOfMembership(ctx, in.ID))
			}, nil
		},
		Review: func(ctx context.Context, c *ixon.Client, in *oneMembership) (string, error) {
			return c.DescribeMembership(ctx, in.ID)
		},
		Steps: func(_ context.Context, c *ixon.Client, in *oneMembership) ([]cli.Step, error) {
			return []cli.Step{{Name: "remove membership " + in.ID, Call: c.RemoveMembership(in.ID)}}, nil
		},
	}
}
