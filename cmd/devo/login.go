package devo

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

// login is how a token for Devo is kept: there is no signing in, tokens are made
// in Devo's own pages or with `devo tokens create`.
func login() *cli.Login {
	return &cli.Login{
		Verb: loginVerb, Auth: sentAs,
		Methods: []cli.Method{
			{How: "hmac", Secrets: []string{"api_key", "api_secret"}, When: signed},
			{How: "token", Secrets: []string{"token"}, When: func(setting func(string) string) bool { return !signed(setting) }},
		},
		Place: func(setting func(string) string) string {
			url, _ := devotokens.RegionURL(setting("devo.region"))
			return cmp.Or(setting("devo.url"), url)
		},
		Tokenless: func(setting func(string) string) string {
			if signed(setting) {
				return "devo.auth is hmac: each request is signed, and there is no token to print"
			}
			return ""
		},
	}
}

func signed(setting func(string) string) bool { return setting("devo.auth") == authHMAC }

func loginVerb(p *cli.Provider) any {
	return cli.LoginVerb[*devotokens.Client, struct{}]{
		Provider: p, Tokens: true,
		Long: "Keep a token of the type Credentials API for the context in use, once Devo has taken it: the\n" +
			"tokens of the account are listed with it. It is asked for at a terminal, or comes from --token-file.\n" +
			"Devo does not say whose token it is, nor when it ends. For devo.auth hmac there is no login: keep the\n" +
			"key and its secret with `unictl config set`.",
		Example: "  unictl auth login devo\n  unictl auth login devo --token-file - --store file < devo.token",
	}
}

// sentAs is the credential that a token makes, by how it is to be sent.
func sentAs(ctx context.Context, s *cli.Session, token string) (rest.Auth, error) {
	settings, err := s.Settings.Of(ctx, "devo")
	if err != nil {
		return nil, err
	}
	switch settings.String("devo.auth") {
	case authHMAC:
		return nil, &cli.UsageError{
			Message: "devo.auth is hmac: requests are signed with an API key, and a token is not used",
			Hint:    "`unictl config set devo.api_key` and `unictl config set devo.api_secret` keep the key; `unictl config unset devo.auth` is for tokens",
		}
	case authStandAlone:
		return devotokens.StandAloneToken(token), nil
	}
	return cli.BearerOrNone(token), nil
}
