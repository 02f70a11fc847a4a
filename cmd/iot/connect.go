package iot

import (
	"context"
	"errors"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// Provider declares the platform: its settings, how to sign in, how to connect.
func Provider() *cli.Provider {
	return &cli.Provider{
		Name: "iot", Title: "the Open IoT Service Platform", Jobs: 4, Options: options(),
		Required: []string{"url", "account"}, Secrets: "UNICTL_IOT_TOKEN, or UNICTL_IOT_USER and UNICTL_IOT_PASSWORD", MainSecret: "password", Person: "user",
		Credential: credential, Connect: cli.ConnectAs(connect), Rights: rights(), Held: rightsHeld, Check: cli.CheckAs(check), About: about, Refused: refused, Login: login(),
		Try: "iot invites list", Choices: choices,
		Scope: func(setting func(string) string) string {
			return cli.Words("account "+setting("iot.account"), setting("iot.account"))
		},
	}
}

func options() []config.Option {
	return append([]config.Option{
		{Key: "iot.url", Env: "UNICTL_IOT_URL", Flag: "url", Kind: config.URL, Check: iotinvites.CheckURL, Usage: "base URL: https://host, /v1/api is added where there is no path", Where: "whoever runs the platform knows the host"},
		{Key: "iot.account", Env: "UNICTL_IOT_ACCOUNT", Flag: "account", Check: checkAccount, Usage: "account id, a UUID in lower case", Where: "`unictl iot accounts list` shows those that you belong to"},
		{Key: "iot.user", Env: "UNICTL_IOT_USER", Flag: "user", Usage: "e-mail address to sign in with, letter case counts"},
		{Key: "iot.password", Env: "UNICTL_IOT_PASSWORD", Secret: true, Usage: "password to sign in with"},
		{Key: "iot.token", Env: "UNICTL_IOT_TOKEN", Secret: true, Usage: "token, instead of signing in"},
	}, config.ProviderOptions("iot")...)
}

func connect(ctx context.Context, s *cli.Session, conn rest.Conn) (*iotinvites.Client, error) {
	settings, err := s.Settings.Of(ctx, "iot")
	if err != nil {
		return nil, err
	}
	conn.Explain = explain
	return iotinvites.New(conn, settings.String("iot.account"))
}

// credential prefers a token; user and password make one, which is kept in the
// token cache.
func credential(ctx context.Context, s *cli.Session) (rest.Auth, error) {
	token, err := s.Secrets.Get(ctx, "iot", "token")
	if err != nil || token != "" {
		return cli.BearerOrNone(token), err
	}
	return s.Clients.SignedIn(ctx, signingIn())
}

func signIn(ctx context.Context, client any, user string, secrets []string) (cli.SignedToken, error) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return cli.SignedToken{}, err
	}
	return signed(c.SignIn(user, secrets[0]).Do(ctx))
}

func signed(s iotinvites.SignedIn, err error) (cli.SignedToken, error) {
	return cli.SignedToken{Value: s.Token.Reveal(), Refresh: s.RefreshToken.Reveal(), Expires: s.Expires.When()}, err
}

// check tells whether the token is valid and whose it is.
func check(ctx context.Context, c *iotinvites.Client) error {
	_, err := myself(ctx, c)
	return err
}

// about tells the generation of the server, and the token's role in the account.
func about(ctx context.Context, client any) ([]cli.Fact, error) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return nil, err
	}
	token, err := c.TokenInfo().Do(ctx)
	if err != nil {
		return nil, err
	}
	return []cli.Fact{generation(token.Value.Dialect), membership(token.Value.Role(c.AccountID()), c.AccountID())}, nil
}

func generation(dialect iotinvites.Dialect) cli.Fact {
	if dialect == iotinvites.J {
		return cli.Fact{Text: "a server of generation J: it looks rights up at each call"}
	}
	return cli.Fact{Text: "a server of generation K: it reads rights from the token, so a new membership needs a new token"}
}

func membership(role, account string) cli.Fact {
	if role == "" {
		return cli.Fact{Text: "the token has no role in account " + account, Next: "`unictl iot accounts list` shows the accounts that it does belong to"}
	}
	return cli.Fact{Text: "the token has the role " + role + " in account " + account}
}

// personal are the requirements that a person's own matters do without.
func personal() []string { return []string{"account"} }

// checkAccount also says where the ids are found.
func checkAccount(text string) error {
	err := iotinvites.CheckAccount(text)
	if e, ok := errors.AsType[*rest.Error](err); ok && !iotinvites.IsUUID(text) {
		e.Hint += "; `accounts list` shows yours"
	}
	return err
}

// checkInviteID also says where the id is found.
func checkInviteID(text string) error {
	err := iotinvites.CheckInviteID(text)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		e.Hint = "the invited person finds it with `invites mine`; " + e.Hint
	}
	return err
}

// explain adds the way out in these commands to what the service refused (§6).
func explain(e *rest.Error) {
	switch {
	case e.Call == "CreateInvitation" && e.Status == 500:
		e.Hint = "the oldest servers answer like this when the address is invited already, and others when the account " +
			"was deleted, which `invites list` tells: look at `invites list` before you try again"
	case e.Kind == rest.Unknown:
	case e.Code == iotinvites.CodeInvited:
		e.Hint = "`invites list` and `members list` show which"
	case e.Code == iotinvites.CodeLastAdmin:
		e.Hint = hintOnlyAdmin
	case e.Kind == rest.NotFound && (e.Code == iotinvites.CodeNoInvitation || e.Message == "Invitation not found"):
		e.Hint = "an invitation that was accepted, declined or withdrawn leaves no trace; `invites mine` shows the open ones"
	case e.Status == 401 && e.Hint == "":
		e.Hint = "the service does not say which: either the token is not valid, or its user has no right to this; `whoami` tells"
	}
}

// failure is an error of this package's own.
func failure(kind rest.Kind, message, hint string) *rest.Error {
	return &rest.Error{Kind: kind, Message: message, Hint: hint}
}
