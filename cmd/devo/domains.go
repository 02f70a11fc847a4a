package devo

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

const notPublic = " What Devo says of a\ndomain is not publicly documented: -o json shows all of it."

func domainColumns() []cli.Column[devotokens.Domain] {
	return []cli.Column[devotokens.Domain]{
		{Name: "name", ID: true, Cell: func(d devotokens.Domain) any { return d.Name }},
		{Name: "plan", Cell: func(d devotokens.Domain) any { return d.Plan }},
	}
}

func domainsGroup() cli.Group {
	return cli.Group{Use: "domains", Short: "The domains of the multitenant", Children: func() []cli.Command {
		return []cli.Command{listDomains(), getDomain()}
	}}
}

func listDomains() cli.Command {
	return cli.List[*devotokens.Client, struct{}, devotokens.Domain]{
		Use: "list", Short: "List the domains of the multitenant",
		Long:    "List the domains of the multitenant, with an API key of it (--auth hmac)." + notPublic,
		Example: "  unictl devo domains list --auth hmac -o json",
		Columns: domainColumns(),
		Items: func(ctx context.Context, c *devotokens.Client, _ *struct{}) iter.Seq2[rest.Item[devotokens.Domain], error] {
			return c.Domains(ctx)
		},
	}
}

type oneDomain struct{ Domain string }

func getDomain() cli.Command {
	return cli.Get[*devotokens.Client, oneDomain, devotokens.Domain]{
		Use: "get [DOMAIN]", Short: "Show a domain, or else that of the account",
		Long:    "Show a domain, or else that of the account." + notPublic,
		Example: "  unictl devo domains get\n  unictl devo domains get second@my_multitenant --auth hmac",
		Inputs: func(in *oneDomain) cli.Inputs {
			return cli.Inputs{cli.Arg("domain", &in.Domain, parse.Checked(devotokens.CheckAccount)).Optional()}
		},
		Columns: domainColumns(),
		Item: func(ctx context.Context, c *devotokens.Client, in *oneDomain) (rest.Item[devotokens.Domain], error) {
			return c.Domain(in.Domain).Do(ctx)
		},
	}
}
