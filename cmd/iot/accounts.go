package iot

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func accountsGroup() cli.Group {
	return cli.Group{Use: "accounts", Short: "The accounts you belong to", Children: func() []cli.Command {
		return []cli.Command{listAccounts(), getAccount()}
	}}
}

func listAccounts() cli.Command {
	return cli.List[*iotinvites.Client, struct{}, iotinvites.TokenAccount]{
		Use: "list", Short: "List your accounts; needs no --account", Example: "  unictl iot accounts list", Without: personal(),
		Columns: []cli.Column[iotinvites.TokenAccount]{
			{Name: "id", ID: true, Cell: func(a iotinvites.TokenAccount) any { return a.ID }},
			{Name: "name", Cell: func(a iotinvites.TokenAccount) any { return a.Name }},
			{Name: "role", Cell: func(a iotinvites.TokenAccount) any { return a.Role }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) iter.Seq2[rest.Item[iotinvites.TokenAccount], error] {
			return c.Accounts(ctx)
		},
	}
}

type oneAccount struct{ ID string }

func getAccount() cli.Command {
	return cli.Get[*iotinvites.Client, oneAccount, iotinvites.Account]{
		Use: "get ID", Short: "Show one account; the code that activates devices is left out", Without: personal(),
		Example: "  unictl iot accounts get 5f1c2a3e-8c0f-4f1e-9a55-0d6f3b1f2c77",
		Inputs: func(in *oneAccount) cli.Inputs {
			return cli.Inputs{cli.Arg("id", &in.ID, parse.Checked(iotinvites.CheckAccount))}
		},
		Columns: []cli.Column[iotinvites.Account]{
			{Name: "id", ID: true, Cell: func(a iotinvites.Account) any { return a.ID }},
			{Name: "name", Cell: func(a iotinvites.Account) any { return a.Name }},
			{Name: "created", Cell: func(a iotinvites.Account) any { return a.Created.When() }},
			{Name: "updated", Cell: func(a iotinvites.Account) any { return a.Updated.When() }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, in *oneAccount) (rest.Item[iotinvites.Account], error) {
			return c.Account(in.ID).Do(ctx)
		},
	}
}

func whoami() cli.Command {
	return cli.Get[*iotinvites.Client, struct{}, iotinvites.User]{
		Use: "whoami", Short: "Show who is signed in", Example: "  unictl iot whoami -o json", Without: personal(),
		Columns: []cli.Column[iotinvites.User]{
			{Name: "id", ID: true, Cell: func(u iotinvites.User) any { return u.ID }},
			{Name: "email", Cell: func(u iotinvites.User) any { return u.Email }},
			{Name: "accounts", Cell: func(u iotinvites.User) any { return u.AccountNames() }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) (rest.Item[iotinvites.User], error) {
			return c.Myself(ctx)
		},
	}
}

func ping() cli.Command {
	return cli.Get[*iotinvites.Client, struct{}, iotinvites.Reachability]{
		Use: "ping", Short: "See whether the server answers; needs no credential", Example: "  unictl iot ping",
		Without: []string{"account", cli.NoCredential},
		Columns: []cli.Column[iotinvites.Reachability]{
			{Name: "url", ID: true, Cell: func(r iotinvites.Reachability) any { return r.URL }},
			{Name: "healthy", Cell: func(r iotinvites.Reachability) any { return r.Healthy }},
			{Name: "name", Cell: func(r iotinvites.Reachability) any { return r.Name }},
			{Name: "build", Cell: func(r iotinvites.Reachability) any { return r.Build }},
			{Name: "serverTime", Cell: func(r iotinvites.Reachability) any { return r.ServerTime }},
			{Name: "milliseconds", Cell: func(r iotinvites.Reachability) any { return r.Milliseconds }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) (rest.Item[iotinvites.Reachability], error) {
			return c.Reach(ctx)
		},
	}
}
