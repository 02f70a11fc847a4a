package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func standbyGroup() cli.Group {
	return cli.Group{
		Use: "standby", Short: "Whether the scheduler rests",
		Long: "Whether the scheduler rests: in standby it starts no job. The document is not publicly documented, so\n" +
			"`on` and `off` read it and turn the one boolean that it has; they refuse where it has none or several.",
		Children: func() []cli.Command {
			return []cli.Command{
				cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
					Use: "get", Short: "Show the standby status", Long: "Show the standby status." + notPublic,
					Example: "  unictl intrexx scheduler standby get --portal intranet --context sandbox",
					Item:    func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.Standby().Do(ctx) },
				},
				turnStandby("on", "Put the scheduler into standby: no job starts any more", "", true),
				turnStandby("off", "Let the scheduler work again: jobs that are due start at once", "jobs that are due start at once: mails go out, data is transferred", false),
			}
		},
	}
}

func turnStandby(use, short, lost string, to bool) cli.Command {
	return cli.Change[*intrexx.Client, struct{}]{
		Use: use, Short: short, Effect: cli.Update, Asks: !to,
		Long: short + ".\n\nThe status is read first, and the one boolean in it is taken for it: true is standby. Nothing is sent\n" +
			"when it is so already; --dry-run shows what would change.",
		Example: "  unictl intrexx scheduler standby " + use + " --portal intranet --context sandbox --dry-run",
		Target:  func(*struct{}) string { return "standby of the scheduler" },
		Review: func(context.Context, *intrexx.Client, *struct{}) (string, error) {
			return lost, nil
		},
		Steps: func(ctx context.Context, c *intrexx.Client, _ *struct{}) ([]cli.Step, error) {
			current, err := c.Standby().Do(ctx)
			if err != nil {
				return nil, err
			}
			wanted, was, _, err := intrexx.FlipBoolean(current.Raw, to)
			if err != nil || was == to {
				return nil, err
			}
			return cli.Replaced("turn standby "+use, current.Raw, wanted, c.SetStandby(wanted)), nil
		},
	}
}
