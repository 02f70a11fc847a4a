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
			return myAccounts(ctx, c)
		},
	}
}

type oneAccount struct{ ID string }

func getAccount() cli.Command {
	return cli.Get[*iotinvites.Client, oneAccount, iotinvites.Account]{
		Use: "get ID", Short: "Show one account; the code that activates devices is left out", Without: personal(),
		Example: "  unictl iot accounts get 5f1c2a3e-8c0f-4f1e-9a55-0d6f3b1f2c77",
		Inputs: func(in *oneAccount) cli.Inputs {
			return cli.Inputs{cli.Arg("id", &in.ID, parse.Checked(checkAccount))}
		},
		Columns: []cli.Column[iotinvites.Account]{
			{Name: "id", ID: true, Cell: func(a iotinvites.Account) any { return a.ID }},
			{Name: "name", Cell: func(a iotinvites.Account) any { return a.Name }},
			{Name: "created", Cell: func(a iotinvites.Account) any { return a.Created.When() }},
			{Name: "updated", Cell: func(a iotinvites.Account) any { return a.Updated.When() }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, in *oneAccount) (rest.Item[iotinvites.Account], error) {
			return c.Account(in.ID).OnError(func(ctx context.Context, e *rest.Error) (none rest.Item[iotinvites.Account], _ error) {
				if !isRefusal(e) {
					return none, e
				}
				token, err := validToken(ctx, c)
				if err != nil {
					return none, e
				}
				reason, hint := explainRefusal(token, in.ID)
				return none, failure(rest.Credential, reason, hint)
			}).Do(ctx)
		},
	}
}

// myAccounts lists the accounts that the token's user belongs to; the service
// has no list of them (§5). They are those of the user object: what a token says
// may be long out of date. The JSON of a row is {"id","name","role"}. On servers of kind K an account of which the
// token does not know yet needs a new token before anything can be done in it.
func myAccounts(ctx context.Context, c *iotinvites.Client) iter.Seq2[rest.Item[iotinvites.TokenAccount], error] {
	return func(yield func(rest.Item[iotinvites.TokenAccount], error) bool) {
		accounts, err := readAccounts(ctx, c)
		if err != nil {
			yield(rest.Item[iotinvites.TokenAccount]{}, err)
			return
		}
		for _, a := range accounts {
			raw, err := rest.Body(a)
			if !yield(rest.Item[iotinvites.TokenAccount]{Value: a, Raw: raw}, err) {
				return
			}
		}
	}
}

func readAccounts(ctx context.Context, c *iotinvites.Client) ([]iotinvites.TokenAccount, error) {
	token, err := validToken(ctx, c)
	if err != nil {
		return nil, err
	}
	me, err := userOf(ctx, c, token)
	return me.Value.AccountList(), err
}
