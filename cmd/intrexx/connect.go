package intrexx

import (
	"context"
	"iter"
	"net/http"
	"time"

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
		Credential: credential, Connect: cli.ConnectAs(connect), Rights: rights(), Check: cli.CheckAs(check), Masks: true, Login: login(),
		Try: "intrexx settings get", Choices: choices,
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
	conn.Explain = explain
	return intrexx.New(conn, settings.String("intrexx.portal"))
}

// explain adds the way out in the commands of this program.
func explain(e *rest.Error) {
	unlicensed := e.Status == http.StatusForbidden || e.Status == http.StatusPaymentRequired
	if unlicensed && e.Call != "SignIn" && e.Kind != rest.Unknown {
		e.Hint += ": `unictl intrexx licenses activate-api`"
	}
}

// defaultPassword is the one that every Docker deployment begins with: whoever
// has read the vendor's README knows it (§1.2).
const defaultPassword = "P4$$w0rD"

// credential signs in when a token is first needed; the token is kept for its
// hour, because the server counts sign-ins.
func credential(ctx context.Context, s *cli.Session) (rest.Auth, error) {
	password, err := s.Secrets.Get(ctx, "intrexx", "password")
	if err != nil {
		return nil, err
	}
	if password == defaultPassword {
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

// check is the cheapest call that needs the token: a read of the portal's base
// URL, or, without a portal, of the portals. That Docker deployments have none of
// the latter (§3) does not matter: the token was taken all the same.
func check(ctx context.Context, c *intrexx.Client) error {
	if c.Portal() != "" {
		_, err := c.WebServer().Do(ctx)
		return err
	}
	for _, err := range c.Portals(ctx) {
		if err != nil && !rest.Is(err, rest.NotFound) {
			return err
		}
	}
	return nil
}

// choices are the portals of the server, by the name that paths have. What form a
// portal has in the list is not public (§3.1): one without such a name is left
// out. Docker deployments have no list.
func choices(ctx context.Context, client any, setting string) iter.Seq2[cli.Entry, error] {
	c, err := cli.ClientAs[*intrexx.Client](client)
	if err != nil || setting != "portal" {
		return nil
	}
	return func(yield func(cli.Entry, error) bool) {
		for portal, err := range c.Portals(ctx) {
			names := portal.Value.Names()
			name := names[len(names)-1]
			if err == nil && intrexx.CheckPortal(name) != nil {
				continue
			}
			if !yield(cli.Entry{ID: name, Names: names[:len(names)-1]}, err) {
				return
			}
		}
	}
}

// unbound are the requirements that calls outside a portal do without.
func unbound() []string { return []string{"portal"} }

// login is how one signs in to Intrexx: the password is kept, and makes a token
// for each hour.
func login() *cli.Login {
	how := signingIn()
	return &cli.Login{
		Verb: loginVerb, Without: unbound(), SignIn: &how,
		Methods: []cli.Method{{How: "password", Secrets: []string{"password"}, Person: "user"}},
	}
}

func signingIn() cli.SignIn {
	return cli.SignIn{Provider: "intrexx", UserSetting: "user", SecretSettings: []string{"password"}, Do: signIn}
}

func loginVerb(p *cli.Provider) any {
	return cli.LoginVerb[*intrexx.Client, struct{}]{
		Provider: p,
		Long: "Sign in with user name and password. Both are kept for the context in use once the server has taken\n" +
			"them, and the token for its hour. The server counts sign-ins, failed ones too, and blocks an address\n" +
			"after 50. Without a terminal the password comes from --password-file or UNICTL_INTREXX_PASSWORD.",
		Example: "  unictl auth login intrexx --user iaa-admin\n" +
			"  unictl auth login intrexx --user iaa-admin --password-file - --store file < admin.password",
		Person: &cli.PersonMethod[*intrexx.Client, struct{}]{
			Setting: "user", Noun: "user name", Keeps: "password",
			SignIn: func(c *intrexx.Client, _ *struct{}, who cli.Person, got *cli.Granted) rest.Prepared {
				return c.SignIn(who.Name, who.Password).Then(func(t intrexx.Token) {
					*got = cli.Granted{Token: t.Value, Expires: &t.Expires}
				})
			},
		},
	}
}

// pong is what a ping prints.
type pong struct {
	Host         string     `json:"host"`
	TokenExpires *time.Time `json:"tokenExpires"`
}

func ping() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, pong]{
		Use: "ping", Short: "Sign in, to see that the server is there and takes the password", Without: unbound(),
		Long: "Sign in again and keep the token for its hour. It works in Docker deployments too, and needs no\n" +
			"portal. The server counts sign-ins and blocks an address after 50: do not run it every minute.",
		Example: "  unictl intrexx ping --context sandbox",
		Columns: []cli.Column[pong]{
			{Name: "host", ID: true, Cell: func(p pong) any { return p.Host }},
			{Name: "tokenExpires", Cell: func(p pong) any { return p.TokenExpires }},
		},
		Fresh: func(_ context.Context, c *intrexx.Client, _ *struct{}, expires *time.Time) (rest.Item[pong], error) {
			return rest.Item[pong]{Value: pong{Host: c.Host(), TokenExpires: expires}}, nil
		},
	}
}
