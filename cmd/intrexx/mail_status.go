package intrexx

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func mailStatusGroup() cli.Group {
	return cli.Group{Use: "status", Short: "Whether a mail service works", Children: func() []cli.Command {
		return []cli.Command{getMailStatus(), setMailStatus()}
	}}
}

func getMailStatus() cli.Command {
	return cli.Get[*intrexx.Client, oneMail, intrexx.Object]{
		Use: "get SERVICE", Short: "Show the status of a mail service", Long: "Show the status of a mail service." + notPublic,
		Example: "  unictl intrexx mail status get SERVICE --portal intranet --context sandbox",
		Inputs:  (*oneMail).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneMail) (item, error) {
			return c.MailStatus(in.Service).Do(ctx)
		},
	}
}

func setMailStatus() cli.Command {
	return cli.Change[*intrexx.Client, updateMailIn]{
		Use: "set SERVICE", Short: "Change the status of a mail service", Effect: cli.Update,
		Long: "Change the status of a mail service. It is read first, changed, and sent back whole; --dry-run shows\n" +
			"the difference." + notPublic,
		Example: "  unictl intrexx mail status set SERVICE --portal intranet --body status.json --dry-run",
		Inputs:  func(in *updateMailIn) cli.Inputs { return in.Inputs(in.arg()) },
		Check:   func(in *updateMailIn) error { return in.Edit.Check() },
		Target:  func(in *updateMailIn) string { return "status of " + in.target() },
		ID:      func(in *updateMailIn) string { return in.Service },
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateMailIn) ([]cli.Step, error) {
			return cli.Rewritten(ctx, &in.Edit, "change the status of "+in.target(), c.MailStatus(in.Service), func(body json.RawMessage) writes { return c.SetMailStatus(in.Service, body) })
		},
	}
}
