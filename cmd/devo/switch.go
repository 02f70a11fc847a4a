package devo

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
)

func enableToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "enable TOKEN…", Short: "Enable tokens", Effect: cli.Update, Example: "  unictl devo tokens enable 41 42",
		Inputs: (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id,
		Steps: func(ctx context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return switchTo(ctx, c, in, true)
		},
	}
}

func disableToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "disable TOKEN…", Short: "Disable tokens; they can be enabled again", Effect: cli.Delete, Example: "  unictl devo tokens disable 41 --yes",
		Inputs: (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id,
		Guard: func(_ context.Context, c *devotokens.Client) (func(context.Context, *oneToken) error, error) {
			return func(ctx context.Context, in *oneToken) error { return cli.Lockout(c.Lockout(ctx, in.tokenID())) }, nil
		},
		Steps: func(ctx context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return switchTo(ctx, c, in, false)
		},
	}
}

// switchTo enables or disables a token that is in the other state, and reads it
// back: what the service answers is not documented.
func switchTo(ctx context.Context, c *devotokens.Client, in *oneToken, active bool) ([]cli.Step, error) {
	before, err := c.Standing(ctx, in.tokenID())
	if err != nil || before.Active == active {
		return nil, err
	}
	if active {
		return []cli.Step{{
			Name: "enable " + in.target(), Call: devotokens.Masked(c.Enable(in.tokenID())),
			Verify: func(ctx context.Context) error { return c.ConfirmActive(ctx, in.tokenID(), true) },
		}}, nil
	}
	return []cli.Step{{
		Name: "disable " + in.target(), Call: devotokens.Masked(c.Disable(in.tokenID())),
		Verify: func(ctx context.Context) error { return c.ConfirmDisabled(ctx, before) },
	}}, nil
}

type renameIn struct {
	oneToken
	Name string
}

func renameToken() cli.Command {
	return cli.Change[*devotokens.Client, renameIn]{
		Use: "rename TOKEN NAME", Short: "Rename a token", Effect: cli.Update,
		Long:    "Rename a token, and read it back: Devo answers OK to names that it does not take.",
		Example: "  unictl devo tokens rename 41 \"ci ingest 2027\"",
		Inputs: func(in *renameIn) cli.Inputs {
			return cli.Inputs{in.arg(), cli.Arg("name", &in.Name, cli.Trimmed(devotokens.CheckName))}
		},
		Target: func(in *renameIn) string { return in.target() },
		ID:     func(in *renameIn) string { return in.id() },
		Steps: func(ctx context.Context, c *devotokens.Client, in *renameIn) ([]cli.Step, error) {
			before, err := c.Standing(ctx, in.tokenID())
			if err != nil || before.Name == in.Name {
				return nil, err
			}
			return []cli.Step{{
				Name: "rename " + in.target(), Call: devotokens.Masked(c.Rename(in.tokenID(), in.Name)),
				Verify: func(ctx context.Context) error { return c.ConfirmName(ctx, in.tokenID(), in.Name) },
			}}, nil
		},
	}
}

func deleteToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "delete TOKEN…", Short: "Delete tokens for good", Effect: cli.Delete, TypeName: true,
		Long:    "Delete tokens for good. At a terminal the token's name has to be typed. Disabling can be undone, this cannot.",
		Example: "  unictl devo tokens delete 41 --yes",
		Inputs:  (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id,
		Guard: func(_ context.Context, c *devotokens.Client) (func(context.Context, *oneToken) error, error) {
			return func(ctx context.Context, in *oneToken) error { return cli.Lockout(c.Lockout(ctx, in.tokenID())) }, nil
		},
		Steps: func(_ context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete " + in.target(), Call: devotokens.Masked(c.Delete(in.tokenID()))}}, nil
		},
	}
}
