package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func accessTokensGroup() cli.Group {
	return cli.Group{Use: "access-tokens", Short: "Your own sign-ins", Provider: personProvider(), Children: func() []cli.Command {
		return []cli.Command{listAccessTokens(), createAccessToken(), revokeAccessToken()}
	}}
}

func listAccessTokens() cli.Command {
	return cli.List[*person, struct{}, ixon.AccessToken]{
		Use: "list", Short: "List your access tokens", Example: "  unictl ixon access-tokens list", Without: []string{"company"},
		Columns: []cli.Column[ixon.AccessToken]{
			{Name: "publicId", ID: true, Cell: func(t ixon.AccessToken) any { return t.PublicID }},
			{Name: "expiresOn", Cell: func(t ixon.AccessToken) any { return t.ExpiresOn }},
			{Name: "created", Cell: func(t ixon.AccessToken) any { return t.Created.When() }},
			{Name: "userAgent", Cell: func(t ixon.AccessToken) any { return t.Created.Agent() }},
			{Name: "ip", Wide: true, Cell: func(t ixon.AccessToken) any { return t.Created.Address() }},
			{Name: "scope", Wide: true, Cell: func(t ixon.AccessToken) any { return t.Scope.Kind() }},
		},
		Items: func(ctx context.Context, c *person, _ *struct{}) iter.Seq2[rest.Item[ixon.AccessToken], error] {
			return c.AccessTokens(ctx)
		},
	}
}

type oneAccessToken struct{ ID string }

func revokeAccessToken() cli.Command {
	return cli.Change[*person, oneAccessToken]{
		Use: "revoke TOKEN…", Short: "Revoke access tokens by their publicId", Effect: cli.Delete,
		Long:    "Revoke access tokens by their publicId. The token in use needs --allow-self.",
		Example: "  unictl ixon access-tokens revoke aB3dE5fG7hJ9 --yes", Without: []string{"company"},
		Inputs: func(in *oneAccessToken) cli.Inputs {
			return cli.Inputs{cli.Arg("token", &in.ID, parse.Checked(ixon.CheckPublicID)).Many()}
		},
		Target: func(in *oneAccessToken) string { return in.ID },
		ID:     func(in *oneAccessToken) string { return in.ID },
		Guard: func(_ context.Context, c *person) (func(context.Context, *oneAccessToken) error, error) {
			return func(ctx context.Context, in *oneAccessToken) error { return cli.Lockout(c.LockoutOfToken(ctx, in.ID)) }, nil
		},
		Steps: func(_ context.Context, c *person, in *oneAccessToken) ([]cli.Step, error) {
			return []cli.Step{{Name: "revoke token " + in.ID, Call: c.RevokeAccessToken(in.ID)}}, nil
		},
	}
}
