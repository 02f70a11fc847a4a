package ixon

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// loginLife is how long the token of a login lasts, in seconds: it is kept, and
// a code is asked for each time.
const loginLife = 30 * 24 * 60 * 60

// login is how one signs in to IXON Cloud: as a person, whose token is kept and
// revoked by a logout, or with the token of a service account.
func login() *cli.Login {
	how := signingIn()
	return &cli.Login{
		Verb: loginVerb, Without: []string{"company"}, SignIn: &how,
		Methods: []cli.Method{
			{How: "token", Secrets: []string{"token"}},
			{How: "password", Secrets: []string{"password"}, Person: "email"},
		},
		Whoami: whoami, Revoke: revokeOwn,
	}
}

func signingIn() cli.SignIn {
	return cli.SignIn{
		Provider: "ixon", UserSetting: "email", AppSetting: "application", SecretSettings: []string{"password", "otp"}, Do: signIn,
	}
}

type loginIn struct {
	ExpiresIn int // seconds; 0 = loginLife
	ReadOnly  bool
	scope     ixon.TokenScope
}

func loginVerb(p *cli.Provider) any {
	return cli.LoginVerb[*ixon.Client, loginIn]{
		Provider: p, Tokens: true,
		Long: "Sign in with e-mail address and password, and a one-time code if the account asks for one. The\n" +
			"token is kept for the context in use, and so is an identifier of this machine: the next login needs\n" +
			"no code. The token of the login before is revoked.\n\n" +
			"--token-file keeps a token instead, of a service account for example, once IXON has taken it.\n" +
			"Without a terminal the password comes from --password-file or UNICTL_IXON_PASSWORD, and the code\n" +
			"from UNICTL_IXON_OTP.",
		Example: "  unictl auth login ixon --email ada@example.com\n" +
			"  unictl auth login ixon --read-only --expires-in 12h --store file\n" +
			"  unictl auth login ixon --token-file - < service-account.token",
		Inputs: func(in *loginIn) cli.Inputs {
			return cli.Inputs{
				cli.Flag("expires-in", &in.ExpiresIn, expiresIn, "life of the token: a `SPAN` like 12h or 30d, from 1m to 60d (default 30d)"),
				cli.Switch("read-only", &in.ReadOnly, "take a token that may read, and nothing else"),
			}
		},
		Person: &cli.PersonMethod[*ixon.Client, loginIn]{
			Setting: "email", Noun: "e-mail address", Keeps: "token", Before: readScope, SignIn: signInToKeep,
			Code:      &cli.CodeMethod{Setting: "otp", Needed: ixon.NeedsCode, Wrong: ixon.WrongCode},
			NewDevice: ixon.NewDeviceID,
		},
	}
}

// readScope reads which operations there are: a limited token names them.
func readScope(ctx context.Context, c *ixon.Client, in *loginIn) (err error) {
	if in.ReadOnly {
		in.scope, err = c.ReadOnlyScope().Do(ctx)
	}
	return err
}

func signInToKeep(c *ixon.Client, in *loginIn, who cli.Person, got *cli.Granted) rest.Prepared {
	create := ixon.AccessTokenCreate{ExpiresIn: cmp.Or(in.ExpiresIn, loginLife), Scope: in.scope, DeviceIdentifier: who.Device}
	if who.Code != "" && who.Device != "" { // what makes a device trusted
		create.TrustedDeviceName = "unictl on " + who.Host
	}
	return c.SignIn(who.Name, who.Code, who.Password, create).Then(func(t ixon.AccessToken) {
		*got = cli.Granted{Token: t.SecretID, ID: t.PublicID, Expires: t.ExpiresOn, Scope: in.scope.Type}
	})
}

// whoami is the token in use and whose it is; a service account has no e-mail
// address and may have no such token to look at.
func whoami(ctx context.Context, client any) (cli.Granted, error) {
	c, err := cli.ClientAs[*ixon.Client](client)
	if err != nil {
		return cli.Granted{}, err
	}
	me, err := c.Me().Do(ctx)
	if err != nil {
		return cli.Granted{}, err
	}
	granted := cli.Granted{Who: cmp.Or(me.Value.EmailAddress, me.Value.Name)}
	if token, err := c.MyAccessToken().Do(ctx); err == nil {
		granted.ID, granted.Expires, granted.Scope = token.Value.PublicID, token.Value.ExpiresOn, token.Value.Scope.Type
	}
	return granted, ctx.Err()
}

func revokeOwn(client any) (rest.Prepared, error) {
	c, err := cli.ClientAs[*ixon.Client](client)
	if err != nil {
		return nil, err
	}
	return c.RevokeMyAccessToken(), nil
}
