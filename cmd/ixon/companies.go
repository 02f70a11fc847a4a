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

// companyColumns are those of a company; what IXON tells only of the one in use is for
// the wide table where there are many.
func companyColumns(many bool) []cli.Column[ixon.Company] {
	return []cli.Column[ixon.Company]{
		{Name: "publicId", ID: true, Cell: func(c ixon.Company) any { return c.PublicID }},
		{Name: "name", Cell: func(c ixon.Company) any { return c.Name }},
		{Name: "branding", Cell: func(c ixon.Company) any { return c.Branding.FQDN }},
		{Name: "supportAccessExpiresOn", Wide: many, Cell: func(c ixon.Company) any { return c.SupportAccessExpiresOn }},
		{Name: "country", Wide: many, Cell: func(c ixon.Company) any { return c.Country }},
		{Name: "licenceModel", Wide: many, Cell: func(c ixon.Company) any { return c.LicenceModel }},
	}
}

func listCompanies() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.Company]{
		Use: "list", Short: "List companies; needs no --company", Example: "  unictl ixon companies list",
		Without: []string{"company"}, Columns: companyColumns(true),
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.Company], error] {
			return c.Companies(ctx)
		},
	}
}

// myCompany is the word for the company in use, as in IXON's own paths.
const myCompany = "me"

type oneCompany struct{ ID string }

func getCompany() cli.Command {
	return cli.Get[*ixon.Client, oneCompany, ixon.Company]{
		Use: "get COMPANY", Short: "Show one company, by its publicId",
		Long: "Show one company, by its publicId. `me` is the one in use, of which IXON tells more: until when its\n" +
			"support may come in, the country, the licence model.",
		Example: "  unictl ixon companies get 1234-5678-9012-3456-7890\n  unictl ixon companies get me",
		Without: []string{"company"}, Columns: companyColumns(false),
		Inputs: func(in *oneCompany) cli.Inputs {
			return cli.Inputs{cli.Arg("company", &in.ID, parse.Checked(func(text string) error {
				if text == myCompany {
					return nil
				}
				return checkCompany(text)
			})).Words(myCompany)}
		},
		Item: func(ctx context.Context, c *ixon.Client, in *oneCompany) (rest.Item[ixon.Company], error) {
			if in.ID == myCompany {
				return c.MyCompany().Do(ctx)
			}
			return c.Company(in.ID).Do(ctx)
		},
	}
}
