package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

// Provider declares Intrexx: its settings, how to sign in, how to connect.
func Provider() *cli.Provider {
	return &cli.Provider{
		Name: "intrexx", Title: "the Intrexx Administration API", Jobs: 2, Options: options(),
		Required: []string{"url", "portal"}, Secrets: "UNICTL_INTREXX_USER and UNICTL_INTREXX_PASSWORD", MainSecret: "password",
		Credential: credential, Connect: cli.ConnectAs(connect), Check: cli.CheckAs(check), Masks: true, Login: login(), Try: "intrexx settings get",
		Scope: func(setting func(string) string) string {
			return cli.Words("portal "+setting("intrexx.portal"), setting("intrexx.portal"))
		},
	}
}

func options() []config.Option {
	return append([]config.Option{
		{Key: "intrexx.url", Env: "UNICTL_INTREXX_URL", Flag: "url", Kind: config.URL, Usage: "base URL of the Administration API: https://host:4242, with a path prefix behind a proxy", Where: "it listens on port 4242, unless admin-api.yaml on the server says otherwise"},
		{Key: "intrexx.portal", Env: "UNICTL_INTREXX_PORTAL", Flag: "portal", Check: intrexx.CheckPortal, Usage: "name of the portal, as admin-api.yaml on the server has it", Where: "the name of an entry under portals in admin-api.yaml"},
		{Key: "intrexx.user", Env: "UNICTL_INTREXX_USER", Flag: "user", Usage: "name to sign in with"},
		{Key: "intrexx.password", Env: "UNICTL_INTREXX_PASSWORD", Secret: true, Usage: "password to sign in with"},
	}, config.ProviderOptions("intrexx")...)
}

func connect(ctx context.Context, s *cli.Session, conn rest.Conn) (*intrexx.Client, error) {
	settings, err := s.Settings.Of(ctx, "intrexx")
	if err != nil {
		return nil, err
	}
	return intrexx.New(conn, intrexx.Settings{Portal: settings.String("intrexx.portal")})
}

// credential signs in when a token is first needed; the token is kept for its
// hour, because the server counts sign-ins.
func credential(ctx context.Context, s *cli.Session) (rest.Auth, error) {
	password, err := s.Secrets.Get(ctx, "intrexx", "password")
	if err != nil {
		return nil, err
	}
	if intrexx.IsDefaultPassword(password) {
		s.Terminal.Warn("the password is the one that Intrexx ships with, and everybody knows it: change it in admin-api.yaml on the server")
	}
	return s.Clients.SignedIn(ctx, signingIn())
}

func signIn(ctx context.Context, client any, user string, secrets []string) (cli.SignedToken, error) {
	c, err := cli.ClientAs[*intrexx.Client](client)
	if err != nil {
		return cli.SignedToken{}, err
	}
	token, err := c.SignIn(user, secrets[0]).Do(ctx)
	return cli.SignedToken{Value: token.Value.Reveal(), Expires: &token.Expires}, err
}

// check is the cheapest call that needs the token; /portals would not do, since
// Docker deployments have none.
func check(ctx context.Context, c *intrexx.Client) error { return c.Reachable(ctx) }

// unbound are the requirements that calls outside a portal do without.
func unbound() []string { return []string{"portal"} }

// notPublic ends the help of commands whose documents nobody has published.
const notPublic = "\n\nThe members of this document are not publicly documented: they are shown as received, and your server's\n" +
	"own Swagger page describes them."
