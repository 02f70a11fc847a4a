package iot

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// login is how one signs in to the platform: with a password, which is kept and
// makes tokens, or with a token.
func login() *cli.Login {
	how := signingIn()
	return &cli.Login{
		Verb: loginVerb, Without: personal(), SignIn: &how, Whoami: whoSignedIn,
		Methods: []cli.Method{
			{How: "token", Secrets: []string{"token"}},
			{How: "password", Secrets: []string{"password"}, Person: "user"},
		},
		Place: func(setting func(string) string) string {
			if url := setting("iot.url"); url != "" {
				return iotinvites.BaseURL(url)
			}
			return ""
		},
	}
}

func signingIn() cli.SignIn {
	return cli.SignIn{Provider: "iot", UserSetting: "user", SecretSettings: []string{"password"}, Do: signIn, Refresh: refresh}
}

func loginVerb(p *cli.Provider) any {
	return cli.LoginVerb[*iotinvites.Client, struct{}]{
		Provider: p, Tokens: true,
		Long: "Sign in with user name and password. Both are kept for the context in use once the platform has\n" +
			"taken them, and the token until it ends. --token-file keeps a token instead, once the platform has\n" +
			"taken it. Without a terminal the password comes from --password-file or UNICTL_IOT_PASSWORD.",
		Example: "  unictl auth login iot --user ada@example.com\n" +
			"  unictl auth login iot --token-file - --store file < platform.token",
		Person: &cli.PersonMethod[*iotinvites.Client, struct{}]{
			Setting: "user", Noun: "user name", Keeps: "password",
			SignIn: func(c *iotinvites.Client, _ *struct{}, who cli.Person, got *cli.Granted) rest.Prepared {
				return c.SignIn(who.Name, who.Password).Then(func(s iotinvites.SignedIn) {
					*got = cli.Granted{Token: s.Token, Refresh: s.RefreshToken, Expires: s.Expires.When()}
				})
			},
		},
	}
}

// refresh spares the password, where the server gave the means with the token.
func refresh(ctx context.Context, client any, token, refreshToken string) (cli.SignedToken, error) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return cli.SignedToken{}, err
	}
	return signed(c.Refresh(token, refreshToken).Do(ctx))
}

// whoSignedIn is whose token it is, and until when.
func whoSignedIn(ctx context.Context, client any) (cli.Granted, error) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return cli.Granted{}, err
	}
	me, err := myself(ctx, c)
	if err != nil {
		return cli.Granted{}, err
	}
	granted := cli.Granted{Who: me.Value.Email}
	if info, err := c.TokenInfo().Do(ctx); err == nil {
		granted.Expires = info.Value.Expires.When()
	}
	return granted, ctx.Err()
}
