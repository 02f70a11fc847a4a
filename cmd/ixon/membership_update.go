package ixon

import (
	"context"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

type updateMembershipIn struct {
	ID      string
	Group   cli.Ref
	Role    cli.Ref
	Expires time.Time
	Never   bool
}

func (in *updateMembershipIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Arg("membership", &in.ID, parse.Checked(ixon.CheckPublicID)).Many(),
		cli.Flag("group", &in.Group, cli.ParseRef, "move it to this `GROUP`").Find(groups()),
		cli.Flag("role", &in.Role, cli.ParseRef, "change the role to this `ROLE`").Find(roles()),
		cli.Flag("expires", &in.Expires, parse.Clock(time.Now).Future, "when it ends: a `TIME`, a date or a span like 30d"),
		cli.Switch("never-expires", &in.Never, "make it permanent"),
	}
}

func (in *updateMembershipIn) check() error {
	switch {
	case in.Never && !in.Expires.IsZero():
		return &cli.UsageError{Message: "--expires and --never-expires exclude each other"}
	case !in.Group.Given() && !in.Role.Given() && in.Expires.IsZero() && !in.Never:
		return &cli.UsageError{Message: "nothing to change", Hint: "give --group, --role, --expires or --never-expires"}
	}
	return nil
}

func (in *updateMembershipIn) patch() ixon.MembershipPatch {
	return ixon.PatchMembership(in.Group.ID, in.Role.ID, in.Expires, in.Never)
}

func updateMembership() cli.Command {
	return cli.Change[*ixon.Client, updateMembershipIn]{
		Use: "update MEMBERSHIP…", Short: "Change the role, group or end of memberships", Effect: cli.Update,
		Example: "  unictl ixon memberships update Memb00000001 --expires 2027-01-31\n" +
			"  unictl ixon memberships update Memb00000001 --role Viewer --never-expires",
		Inputs: (*updateMembershipIn).inputs, Check: (*updateMembershipIn).check,
		Target: func(in *updateMembershipIn) string { return in.ID },
		ID:     func(in *updateMembershipIn) string { return in.ID },
		Guard: func(_ context.Context, c *ixon.Client) (func(context.Context, *updateMembershipIn) error, error) {
			return func(ctx context.Context, in *updateMembershipIn) error {
				return cli.Lockout(c.LockoutOfMembership(ctx, in.ID))
			}, nil
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *updateMembershipIn) ([]cli.Step, error) {
			now, err := c.Membership(in.ID).Do(ctx)
			if err != nil || !in.patch().Changes(now.Value) {
				return nil, err
			}
			return []cli.Step{{Name: "update membership " + in.ID, Call: c.UpdateMembership(in.ID, in.patch())}}, nil
		},
	}
}
