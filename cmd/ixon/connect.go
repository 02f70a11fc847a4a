// Package ixon is the commands of IXON Cloud: one file per noun. A workflow
// stands beside its verb.
package ixon

import (
	"context"
	"errors"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// Group is `unictl ixon`.
func Group() cli.Group {
	return cli.Group{
		Use: "ixon", Short: "IXON Cloud: people, invitations, roles, groups, access",
		Long: "Administer the people of an IXON company: invite, list, change and take away access.\n\n" +
			"A user, role or group goes by its name, its publicId or its e-mail address; `company` is the whole company.",
		Example: "  unictl ixon users invite ada@example.com --grant company=Engineer@2027-01-31 --context sandbox\n" +
			"  unictl ixon access list -o csv --context sandbox",
		Section: cli.SectionProviders, Provider: Provider(), Children: nouns,
	}
}

func nouns() []cli.Command {
	return []cli.Command{
		usersGroup(), invitesGroup(), rolesGroup(), groupsGroup(), membershipsGroup(), companiesGroup(),
		permissionsGroup(), serviceAccountsGroup(), accessTokensGroup(), trustedDevicesGroup(), accessRequestsGroup(),
		supportAccessGroup(), auditGroup(), accessGroup(), ping(),
	}
}

// Provider declares IXON Cloud: its settings, how to sign in, how to connect.
func Provider() *cli.Provider {
	return &cli.Provider{
		Name: "ixon", Title: "IXON Cloud", Jobs: 8, Options: options(),
		Required: []string{"url", "application", "company"}, Secrets: "UNICTL_IXON_TOKEN", MainSecret: "token",
		Credential: credential, Connect: cli.ConnectAs(connect), Rights: rights(), Held: rightsHeld, Check: cli.CheckAs(check), Login: login(),
		Try: "ixon users list", Choices: choices,
		Scope: func(setting func(string) string) string {
			return cli.Words("company "+setting("ixon.company"), setting("ixon.company"))
		},
	}
}

func options() []config.Option {
	return append([]config.Option{
		{Key: "ixon.url", Env: "UNICTL_IXON_URL", Flag: "url", Kind: config.URL, Default: ixon.DefaultURL, Usage: "base URL of the API", Where: "the usual one, unless your portal has a host of its own"},
		{Key: "ixon.application", Env: "UNICTL_IXON_APPLICATION", Flag: "application", Check: ixon.CheckApplication, Usage: "Application ID, 12 letters and digits", Where: "IXON gives you one: ask support@ixon.cloud or your sales contact; a service account has its own"},
		{Key: "ixon.company", Env: "UNICTL_IXON_COMPANY", Flag: "company", Check: checkCompany, Usage: "company publicId, like 1234-5678-9012-3456-7890", Where: "`unictl ixon companies list` shows those that you belong to"},
		{Key: "ixon.branding", Env: "UNICTL_IXON_BRANDING", Flag: "branding", Check: ixon.CheckBranding, Default: ixon.DefaultBranding, Usage: "host that mails and links carry"},
		{Key: "ixon.email", Env: "UNICTL_IXON_EMAIL", Flag: "email", Usage: "e-mail address to sign in with, where there is no token"},
		{Key: "ixon.token", Env: "UNICTL_IXON_TOKEN", Secret: true, Usage: "access token, or token of a service account", Where: "of a service account: shown once, when the account was made"},
		{Key: "ixon.password", Env: "UNICTL_IXON_PASSWORD", Secret: true, Usage: "password to sign in with"},
		{Key: "ixon.otp", Env: "UNICTL_IXON_OTP", Secret: true, Usage: "one-time code to sign in with"},
	}, config.ProviderOptions("ixon")...)
}

func connect(ctx context.Context, s *cli.Session, conn rest.Conn) (*ixon.Client, error) {
	settings, err := s.Settings.Of(ctx, "ixon")
	if err != nil {
		return nil, err
	}
	conn.Explain = explain
	return ixon.New(conn, ixon.Settings{
		Application: settings.String("ixon.application"), Company: settings.String("ixon.company"),
		Branding: settings.String("ixon.branding"),
	})
}

const hintCompanies = "`companies list` shows yours"

// explain names the commands that help.
func explain(e *rest.Error) {
	switch {
	case errors.Is(e.Err, ixon.ErrNoCompany):
		e.Hint = hintCompanies
	case errors.Is(e.Err, ixon.ErrCompany):
		e.Hint = "the company is unknown or the credential does not belong to it: " + hintCompanies
	case errors.Is(e.Err, ixon.ErrNotAssigned):
		e.Hint = "`companies list` shows the companies of this account"
	case errors.Is(e.Err, ixon.ErrInvited):
		e.Hint = "resend or revoke the invitation that exists"
	}
}

func checkCompany(text string) error {
	err := ixon.CheckCompany(text)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		e.Hint += "; " + hintCompanies
	}
	return err
}

// credential prefers a token; e-mail address and password make one, which is
// kept in the token cache.
func credential(ctx context.Context, s *cli.Session) (rest.Auth, error) {
	token, err := s.Secrets.Get(ctx, "ixon", "token")
	if err != nil || token != "" {
		return cli.BearerOrNone(token), err
	}
	return s.Clients.SignedIn(ctx, signingIn())
}

// tokenLife is how long a token of a sign-in lasts: a working day.
const tokenLife = 24 * 60 * 60

// signIn makes an access token from e-mail address, password and one-time code.
func signIn(ctx context.Context, client any, user string, secrets []string) (cli.SignedToken, error) {
	c, err := cli.ClientAs[*ixon.Client](client)
	if err != nil {
		return cli.SignedToken{}, err
	}
	token, err := c.SignIn(user, secrets[1], secrets[0], ixon.AccessTokenCreate{ExpiresIn: tokenLife}).Do(ctx)
	return cli.SignedToken{Value: token.SecretID.Reveal(), Expires: token.ExpiresOn, ID: token.PublicID}, err
}

// choices are the companies of whoever is signed in.
func choices(ctx context.Context, client any, setting string) iter.Seq2[cli.Entry, error] {
	c, err := cli.ClientAs[*ixon.Client](client)
	if err != nil || setting != "company" {
		return nil
	}
	return cli.Entries(c.Companies(ctx), func(company ixon.Company) cli.Entry {
		return cli.Entry{ID: company.PublicID, Names: []string{company.Name}}
	})
}

// check is the cheapest call that needs the credential and the company.
func check(ctx context.Context, c *ixon.Client) error {
	_, err := c.MyCompany().Do(ctx)
	return err
}
