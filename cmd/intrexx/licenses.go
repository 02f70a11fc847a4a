package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func licensesGroup() cli.Group {
	return cli.Group{Use: "licenses", Short: "Licences of the portal, and of the Administration API itself", Children: func() []cli.Command {
		return []cli.Command{listLicenses(), addLicense(), deleteLicense(), trialLicense(), activateAPI()}
	}}
}

func listLicenses() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the licences", Long: "List the licences." + notPublic,
		Example: "  unictl intrexx licenses list --portal intranet --context sandbox",
		Items:   func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.Licenses(ctx) },
	}
}

type addLicenseIn struct {
	Key   string
	Count int
}

func addLicense() cli.Command {
	return cli.Change[*intrexx.Client, addLicenseIn]{
		Use: "add", Short: "Add a licence", Effect: cli.Create, Alone: true,
		Long: "Add a licence by its key, which is typed or read from a file. What --count means is not publicly\n" +
			"documented; the vendor's sample sends 0.",
		Example: "  unictl intrexx licenses add --key-file licence.txt --portal intranet",
		Inputs: func(in *addLicenseIn) cli.Inputs {
			return cli.Inputs{
				cli.SecretInput{Noun: "key", Target: &in.Key}.Input(),
				cli.Flag("count", &in.Count, parse.Count(0), "`N` of the licence to use (default 0)"),
			}
		},
		Target: func(*addLicenseIn) string { return "a licence" },
		Steps: func(_ context.Context, c *intrexx.Client, in *addLicenseIn) ([]cli.Step, error) {
			return []cli.Step{{Name: "add a licence", Call: c.AddLicense(in.Key, in.Count), Look: "unictl intrexx licenses list"}}, nil
		},
	}
}

type oneLicense struct{ Key string }

func deleteLicense() cli.Command {
	return cli.Change[*intrexx.Client, oneLicense]{
		Use: "delete KEY…", Short: "Delete licences", Effect: cli.Delete,
		Long:    "Delete licences by their keys. What they allowed stops working. The key is part of the address that is\ncalled, so proxies may log it.",
		Example: "  unictl intrexx licenses delete EXAMPLEKEYEXAMPLEKEY --portal intranet --yes",
		Inputs: func(in *oneLicense) cli.Inputs {
			return cli.Inputs{cli.Arg("key", &in.Key, parse.Checked(intrexx.CheckID)).Many()}
		},
		Target: func(in *oneLicense) string { return "licence " + in.Key },
		ID:     func(in *oneLicense) string { return in.Key },
		Steps: func(_ context.Context, c *intrexx.Client, in *oneLicense) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete licence " + in.Key, Call: removal(c, c.DeleteLicense(in.Key)), Look: "unictl intrexx licenses list"}}, nil
		},
	}
}

func trialLicense() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "trial", Short: "Extend the licence period with a trial licence", Effect: cli.Update,
		Long:    "Extend the licence period with a trial licence. Without --body and --set the request has no body." + notPublic,
		Example: "  unictl intrexx licenses trial --portal intranet --dry-run",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).CheckOptional,
		Target:  func(*editIn) string { return "a trial licence" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "extend with a trial licence", "unictl intrexx licenses list", c.ExtendTrial)
		},
	}
}

func activateAPI() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "activate-api", Short: "License the Administration API itself", Effect: cli.Update, Without: unbound(),
		Long: "License the Administration API itself, which it needs from Intrexx 11 on. This works while it is not\n" +
			"licensed yet." + notPublic,
		Example: "  unictl intrexx licenses activate-api --body licence.json",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).Check,
		Target:  func(*editIn) string { return "the Administration API" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "license the Administration API", "", c.ActivateAPI)
		},
	}
}
