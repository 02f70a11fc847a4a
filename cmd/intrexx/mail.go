package intrexx

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func mailGroup() cli.Group {
	return cli.Group{
		Use: "mail", Short: "Mail services of the portal",
		Long: "Mail services of the portal. The API can add and change them, and deletes none. Passwords of mail\n" +
			"servers are masked in what is printed, unless --reveal asks for them.",
		Children: func() []cli.Command {
			return []cli.Command{listMail(), createMail(), getMail(), updateMail(), mailStatusGroup()}
		},
	}
}

func listMail() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the mail services", Long: "List the mail services." + notPublic,
		Example: "  unictl intrexx mail list --portal intranet --context sandbox",
		Items:   func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.MailServices(ctx) },
	}
}

type oneMail struct{ Service string }

func (in *oneMail) arg() *cli.Input {
	return cli.Arg("service", &in.Service, parse.Checked(intrexx.CheckID)).Complete(mailServices())
}
func (in *oneMail) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneMail) target() string     { return "mail service " + in.Service }

// find puts the id in the place of a name.
func (in *oneMail) find(ctx context.Context, c *intrexx.Client) (err error) {
	in.Service, err = mailServiceOf(ctx, c, in.Service)
	return err
}

func getMail() cli.Command {
	return cli.Get[*intrexx.Client, oneMail, intrexx.Object]{
		Use: "get SERVICE", Short: "Show a mail service", Long: "Show a mail service." + notPublic,
		Example: "  unictl intrexx mail get SERVICE --portal intranet -o json > service.json",
		Inputs:  (*oneMail).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneMail) (one item, err error) {
			if err = in.find(ctx, c); err != nil {
				return one, err
			}
			return c.MailService(in.Service).Do(ctx)
		},
	}
}

func createMail() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "create", Short: "Add a mail service", Effect: cli.Create,
		Long: "Add a mail service; the API has no way to delete it again. What the document looks like is not publicly\n" +
			"documented: your server's own Swagger page has it, and `mail get` shows one that is there.",
		Example: "  unictl intrexx mail create --portal intranet --body service.json --dry-run",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).Check,
		Target:  func(*editIn) string { return "a mail service" }, ID: (*editIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "add a mail service", "unictl intrexx mail list", c.CreateMailService)
		},
	}
}

type updateMailIn struct {
	oneMail
	cli.Edit
}

func updateMail() cli.Command {
	return cli.Change[*intrexx.Client, updateMailIn]{
		Use: "update SERVICE", Short: "Change a mail service", Effect: cli.Update,
		Long: "Change a mail service. It is read first: what is there already is not sent again, --set takes the type\n" +
			"of the value that it replaces, and --dry-run shows the difference. Masked passwords in a document that\n" +
			"was read with `mail get -o json` stay as they are." + notPublic,
		Example: "  unictl intrexx mail update SERVICE --portal intranet --body service.json --dry-run",
		Inputs:  func(in *updateMailIn) cli.Inputs { return in.Updating(in.arg()) },
		Check:   (*updateMailIn).Check,
		Target:  (*updateMailIn).target,
		ID:      func(in *updateMailIn) string { return in.Service },
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateMailIn) ([]cli.Step, error) {
			if err := in.find(ctx, c); err != nil {
				return nil, err
			}
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.MailService(in.Service), func(body json.RawMessage) writes { return c.UpdateMailService(in.Service, body) })
		},
	}
}

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
		Item: func(ctx context.Context, c *intrexx.Client, in *oneMail) (one item, err error) {
			if err = in.find(ctx, c); err != nil {
				return one, err
			}
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
		Inputs: func(in *updateMailIn) cli.Inputs {
			in.Free = true
			return in.Updating(in.arg())
		},
		Check:  (*updateMailIn).Check,
		Target: func(in *updateMailIn) string { return "status of " + in.target() },
		ID:     func(in *updateMailIn) string { return in.Service },
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateMailIn) ([]cli.Step, error) {
			if err := in.find(ctx, c); err != nil {
				return nil, err
			}
			return cli.Rewritten(ctx, &in.Edit, "change the status of "+in.target(), c.MailStatus(in.Service), func(body json.RawMessage) writes { return c.SetMailStatus(in.Service, body) })
		},
	}
}
