package devo

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

const notPublic = " What Devo says of a\ndomain is not publicly documented: it is shown as it comes."

func domainsGroup() cli.Group {
	return cli.Group{Use: "domains", Short: "The domains of the multitenant", Children: func() []cli.Command {
		return []cli.Command{listDomains(), getDomain()}
	}}
}

func listDomains() cli.Command {
	return cli.List[*devotokens.Client, struct{}, devotokens.Object]{
		Use: "list", Short: "List the domains of the multitenant",
		Long:    "List the domains of the multitenant, with an API key of it (--auth hmac)." + notPublic,
		Example: "  unictl devo domains list --auth hmac -o json",
		Items: func(ctx context.Context, c *devotokens.Client, _ *struct{}) iter.Seq2[rest.Item[devotokens.Object], error] {
			return c.Domains(ctx)
		},
	}
}

type oneDomain struct{ Domain string }

func getDomain() cli.Command {
	return cli.Get[*devotokens.Client, oneDomain, devotokens.Object]{
		Use: "get [DOMAIN]", Short: "Show a domain, or else that of the account",
		Long:    "Show a domain, or else that of the account." + notPublic,
		Example: "  unictl devo domains get\n  unictl devo domains get second@my_multitenant --auth hmac",
		Inputs: func(in *oneDomain) cli.Inputs {
			return cli.Inputs{cli.Arg("domain", &in.Domain, parse.Checked(devotokens.CheckAccount)).Optional()}
		},
		Item: func(ctx context.Context, c *devotokens.Client, in *oneDomain) (rest.Item[devotokens.Object], error) {
			return c.Domain(in.Domain).Do(ctx)
		},
	}
}
