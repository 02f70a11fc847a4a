package intrexx

import (
	"context"
	"encoding/json"
	"iter"

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

// mailServices completes the ids that the list shows.
func mailServices() *cli.Lookup {
	return cli.LookupIn("mail service", intrexx.IsGUID, func(ctx context.Context, c *intrexx.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.MailServices(ctx), entryOf)
	})
}

type oneMail struct{ Service string }

func (in *oneMail) arg() *cli.Input {
	return cli.Arg("service", &in.Service, parse.Checked(intrexx.CheckID)).Complete(mailServices())
}
func (in *oneMail) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneMail) target() string     { return "mail service " + in.Service }

func getMail() cli.Command {
	return cli.Get[*intrexx.Client, oneMail, intrexx.Object]{
		Use: "get SERVICE", Short: "Show a mail service", Long: "Show a mail service." + notPublic,
		Example: "  unictl intrexx mail get SERVICE --portal intranet -o json > service.json",
		Inputs:  (*oneMail).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneMail) (item, error) {
			return c.MailService(in.Service).Do(ctx)
		},
	}
}

func createMail() cli.Command {
	return cli.Change[*intrexx.Client, newIn]{
		Use: "create", Short: "Add a mail service", Effect: cli.Create,
		Long: "Add a mail service; the API has no way to delete it again. What the document looks like is not publicly\n" +
			"documented: your server's own Swagger page has it, and `mail get` shows one that is there.",
		Example: "  unictl intrexx mail create --portal intranet --body service.json --dry-run",
		Inputs:  func(in *newIn) cli.Inputs { return in.Inputs() },
		Check:   func(in *newIn) error { return in.Edit.Check() },
		Target:  func(*newIn) string { return "a mail service" }, ID: (*newIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *newIn) ([]cli.Step, error) {
			return in.create(ctx, "add a mail service", "unictl intrexx mail list", c.CreateMailService)
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
		Inputs:  func(in *updateMailIn) cli.Inputs { return in.Inputs(in.arg()) },
		Check:   func(in *updateMailIn) error { return in.Edit.Check() },
		Target:  func(in *updateMailIn) string { return in.target() },
		ID:      func(in *updateMailIn) string { return in.Service },
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateMailIn) ([]cli.Step, error) {
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.MailService(in.Service), func(body json.RawMessage) writes { return c.UpdateMailService(in.Service, body) })
		},
	}
}
