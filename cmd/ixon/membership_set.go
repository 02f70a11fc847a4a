package ixon

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
)

type setMembershipsIn struct {
	User   cli.Ref
	Grants grants
}

func setMemberships() cli.Command {
	return cli.Change[*ixon.Client, setMembershipsIn]{
		Use: "set USER", Short: "Replace all memberships of a user", Effect: cli.Update, Asks: true,
		Long: "Replace all memberships of a user by the ones given. What is not given is taken away:\n" +
			"both states are shown, and it asks first.",
		Example: "  unictl ixon memberships set ada@example.com --grant company=Viewer --grant \"Plant Lyon=Operator@90d\" --yes",
		Inputs: func(in *setMembershipsIn) cli.Inputs {
			return append(cli.Inputs{cli.Arg("user", &in.User, cli.ParseRef).Find(users())}, in.Grants.inputs()...)
		},
		Check:  func(in *setMembershipsIn) error { return in.Grants.check() },
		Target: func(in *setMembershipsIn) string { return in.User.String() },
		ID:     func(in *setMembershipsIn) string { return in.User.ID },
		Guard: func(_ context.Context, c *ixon.Client) (func(context.Context, *setMembershipsIn) error, error) {
			return func(ctx context.Context, in *setMembershipsIn) error { return cli.Lockout(c.Lockout(ctx, in.User.ID)) }, nil
		},
		Review: func(ctx context.Context, c *ixon.Client, in *setMembershipsIn) (string, error) {
			return c.DescribeReplacement(ctx, in.User.ID, cli.Each(in.Grants.all(), grant.String))
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *setMembershipsIn) ([]cli.Step, error) {
			if err := in.Grants.found(); err != nil {
				return nil, err
			}
			memberships := cli.Each(in.Grants.all(), grant.membership)
			user, err := c.User(in.User.ID).Do(ctx)
			if err != nil || !user.Value.Replaces(memberships) {
				return nil, err
			}
			return []cli.Step{{
				Name: "replace the memberships of " + in.User.String(), Call: c.SetMemberships(in.User.ID, memberships),
			}}, nil
		},
	}
}
