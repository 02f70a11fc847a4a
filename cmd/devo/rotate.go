package devo

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
)

type rotateIn struct {
	oneToken
	Name      string
	DeleteOld bool
	plan      devotokens.Rotation
	made      devotokens.Made
}

func rotateToken() cli.Command {
	return cli.Change[*devotokens.Client, rotateIn]{
		Use: "rotate TOKEN", Short: "Replace a token by a new one like it", Effect: cli.Update, Asks: true,
		Long: "Create a token with the same user, audience and scopes, take its value in hand, and only then\n" +
			"disable the old one (or delete it, with --delete-old). An expiry cannot be carried over: a field for\n" +
			"it is not publicly documented. A failure in the middle says what exists and how to go on.",
		Example: "  unictl devo tokens rotate 41 --value-file ci.token --yes\n" +
			"  TOKEN=$(unictl devo tokens rotate \"ci ingest\" --name \"ci ingest 2\" --print-value --yes)",
		Inputs: func(in *rotateIn) cli.Inputs {
			return cli.Inputs{
				in.arg(),
				cli.Flag("name", &in.Name, cli.Trimmed(devotokens.CheckName), "`NAME` of the new token (default: the old one's)"),
				cli.Switch("delete-old", &in.DeleteOld, "delete the old token instead of disabling it"),
			}
		},
		Key:    func(in *rotateIn) string { return cmp.Or(in.Token.ID, in.Token.Text) }, // names may be twice
		Target: func(in *rotateIn) string { return in.target() },
		ID:     func(in *rotateIn) string { return string(in.made.ID) },
		Guard: func(_ context.Context, c *devotokens.Client) (func(context.Context, *rotateIn) error, error) {
			return func(ctx context.Context, in *rotateIn) error { return cli.Lockout(c.Lockout(ctx, in.tokenID())) }, nil
		},
		Review: func(_ context.Context, _ *devotokens.Client, in *rotateIn) (string, error) {
			return in.plan.Warning(), nil
		},
		Once: &cli.Once[rotateIn]{
			Noun: "token value", Value: func(in *rotateIn) string { return in.made.Value.Reveal() },
		},
		Steps: func(ctx context.Context, c *devotokens.Client, in *rotateIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
	}
}

func (in *rotateIn) steps(ctx context.Context, c *devotokens.Client) (steps []cli.Step, err error) {
	if in.plan, err = c.PlanRotation(ctx, in.tokenID(), in.Name); err != nil {
		return nil, err
	}
	var answer devotokens.Answer
	create := c.Create(in.plan.Twin).Then(func(a devotokens.Answer) { answer = a })
	return []cli.Step{
		{
			Name: "create the new token " + in.plan.Twin.Name, Call: devotokens.Masked(create), HandsOver: true,
			Verify: func(ctx context.Context) (err error) {
				in.made, err = in.plan.Complete(ctx, c, answer)
				return err
			},
		},
		in.retire(c),
	}, nil
}

// retire takes the old token out of use, once the new one's value is in hand.
func (in *rotateIn) retire(c *devotokens.Client) cli.Step {
	id := in.Token.ID
	if in.DeleteOld {
		return cli.Step{
			Name: "delete the old token " + id, Call: in.made.After(devotokens.Masked(c.Delete(in.tokenID()))),
			GoOn: "the new token works and its value was handed over; finish with `unictl devo tokens delete " + id + "`",
		}
	}
	return cli.Step{
		Name: "disable the old token " + id, Call: in.made.After(devotokens.Masked(c.Disable(in.tokenID()))),
		Verify: func(ctx context.Context) error { return in.made.Halfway(c.ConfirmDisabled(ctx, in.plan.Old)) },
		GoOn:   "the new token works and its value was handed over; finish with `unictl devo tokens disable " + id + "`",
	}
}
