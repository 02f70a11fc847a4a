package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func companiesGroup() cli.Group {
	return cli.Group{Use: "companies", Short: "The companies you belong to", Children: func() []cli.Command {
		return []cli.Command{listCompanies(), getCompany()}
	}}
}

func companyColumns() []cli.Column[ixon.Company] {
	return []cli.Column[ixon.Company]{
		{Name: "publicId", ID: true, Cell: func(c ixon.Company) any { return c.PublicID }},
		{Name: "name", Cell: func(c ixon.Company) any { return c.Name }},
		{Name: "branding", Cell: func(c ixon.Company) any { return c.Branding.FQDN }},
	}
}

func listCompanies() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.Company]{
		Use: "list", Short: "List companies; needs no --company", Example: "  unictl ixon companies list",
		Without: []string{"company"}, Columns: companyColumns(),
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.Company], error] {
			return c.Companies(ctx)
		},
	}
}

type oneCompany struct{ ID string }

func getCompany() cli.Command {
	return cli.Get[*ixon.Client, oneCompany, ixon.Company]{
		Use: "get COMPANY", Short: "Show one company, by its publicId", Example: "  unictl ixon companies get 1234-5678-9012-3456-7890",
		Without: []string{"company"}, Columns: companyColumns(),
		Inputs: func(in *oneCompany) cli.Inputs {
			return cli.Inputs{cli.Arg("company", &in.ID, parse.Checked(checkCompany))}
		},
		Item: func(ctx context.Context, c *ixon.Client, in *oneCompany) (rest.Item[ixon.Company], error) {
			return c.Company(in.ID).Do(ctx)
		},
	}
}
