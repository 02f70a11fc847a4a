package ixon

import (
	"cmp"
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
			{Name: "created", Cell: func(t ixon.AccessToken) any { return t.Created.On }},
			{Name: "userAgent", Cell: func(t ixon.AccessToken) any { return t.Created.UserAgent }},
			{Name: "ip", Wide: true, Cell: func(t ixon.AccessToken) any { return t.Created.IP }},
			{Name: "scope", Wide: true, Cell: func(t ixon.AccessToken) any { return t.Scope.Type }},
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
		Guard: &cli.Guard[*person, oneAccessToken]{Read: func(ctx context.Context, c *person, _ cli.Allowed) (func(context.Context, *oneAccessToken) error, error) {
			mine, err := c.MyAccessToken().Do(ctx)
			if err != nil && !rest.Is(err, rest.NotFound) { // a service account's token is none of these
				return nil, err
			}
			return func(_ context.Context, in *oneAccessToken) error {
				if in.ID == mine.Value.PublicID {
					return cli.Lockout(cli.Yourself, "this is the token that the command itself uses")
				}
				return nil
			}, nil
		}},
		Steps: func(_ context.Context, c *person, in *oneAccessToken) ([]cli.Step, error) {
			return []cli.Step{{Name: "revoke token " + in.ID, Look: "unictl ixon access-tokens list",
				Call: absent(c.RevokeAccessToken(in.ID), func(ctx context.Context) error { return readable(c.AccessTokens(ctx)) })}}, nil
		},
	}
}

type createAccessTokenIn struct {
	ExpiresIn      int // seconds; 0 = tokenLife
	ReadOnly       bool
	Password, Code string
	email          string
	made           ixon.AccessToken
}

func (in *createAccessTokenIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("expires-in", &in.ExpiresIn, expiresIn, "life of the token: a `SPAN` like 12h or 30d, from 1m to 60d (default 1d)"),
		cli.Switch("read-only", &in.ReadOnly, "allow the token to read, and nothing else"),
		cli.SecretInput{Noun: "password", Target: &in.Password, Optional: true}.Input(),
		cli.SecretInput{Noun: "one-time code", Target: &in.Code, Optional: true}.Input(),
	}
}

func expiresIn(text string) (int, error) {
	life, err := parse.Duration(text)
	if err != nil {
		return 0, err
	}
	return ixon.ExpiresIn(life)
}

func (in *createAccessTokenIn) steps(ctx context.Context, p *person) ([]cli.Step, error) {
	in.email = p.email
	password, code, err := p.signInWith(ctx, in.Password, in.Code)
	if err != nil {
		return nil, err
	}
	create := ixon.AccessTokenCreate{ExpiresIn: cmp.Or(in.ExpiresIn, tokenLife)}
	if in.ReadOnly {
		if create.Scope, err = p.ReadOnlyScope().Do(ctx); err != nil {
			return nil, err
		}
	}
	create.Lasting = true
	call := p.SignIn(p.email, code, password, create).Then(func(made ixon.AccessToken) { in.made = made })
	return []cli.Step{{Name: "sign in as " + p.email, Call: call, Look: "unictl ixon access-tokens list"}}, nil
}

func createAccessToken() cli.Command {
	return cli.Change[*person, createAccessTokenIn]{
		Use: "create", Short: "Make an access token of your own", Effect: cli.Create, Alone: true,
		Long: "Make an access token of your own: it may do what you may, or with --read-only read what you may.\n" +
			"IXON makes one of an e-mail address (--email) and a password, with the one-time code for accounts\n" +
			"that have a second factor. At a terminal it asks for both; Enter takes what is set or kept. The\n" +
			"token is shown this one time, so it must have a place to go.\n\n" +
			"A token that may only read cannot revoke itself: it ends by itself, or another one revokes it.",
		Example: "  unictl ixon access-tokens create --expires-in 30d --read-only --value-file reports.token\n" +
			"  TOKEN=$(unictl ixon access-tokens create --print-value --context sandbox)",
		Without: []string{"company", cli.NoCredential},
		Inputs:  (*createAccessTokenIn).inputs,
		Target:  func(in *createAccessTokenIn) string { return in.email },
		ID:      func(in *createAccessTokenIn) string { return in.made.PublicID },
		Once: &cli.Once[createAccessTokenIn]{
			Noun: "token", Value: func(in *createAccessTokenIn) string { return in.made.SecretID.Reveal() },
		},
		Steps: func(ctx context.Context, p *person, in *createAccessTokenIn) ([]cli.Step, error) {
			return in.steps(ctx, p)
		},
	}
}

// person is the client together with whom it can sign in: a token is made of an
// e-mail address and a password, whatever credential is in use.
type person struct {
	*ixon.Client
	email  string
	secret func(ctx context.Context, name string) (string, error)
}

// personProvider is IXON Cloud for the commands about a person's own tokens.
func personProvider() *cli.Provider {
	p := Provider()
	p.Connect, p.Check = cli.ConnectAs(connectPerson), cli.CheckAs(func(ctx context.Context, who *person) error { return check(ctx, who.Client) })
	return p
}

func connectPerson(ctx context.Context, s *cli.Session, conn rest.Conn) (*person, error) {
	settings, err := s.Settings.Of(ctx, "ixon")
	if err != nil {
		return nil, err
	}
	client, err := connect(ctx, s, conn)
	return &person{
		Client: client, email: settings.String("ixon.email"),
		secret: func(ctx context.Context, name string) (string, error) { return s.Secrets.Get(ctx, "ixon", name) },
	}, err
}

// signInWith gives what to sign in with. What was typed or read from a file
// comes before what is set or kept; no code is fine.
func (p *person) signInWith(ctx context.Context, typed, typedCode string) (password, code string, err error) {
	if p.email == "" {
		return "", "", &cli.NotConfiguredError{Provider: "ixon", Missing: []string{"UNICTL_IXON_EMAIL"}}
	}
	if password, err = p.orKept(ctx, typed, "password"); err != nil {
		return "", "", err
	}
	if password == "" {
		return "", "", &cli.CredentialError{
			Message: "no password to sign in with as " + p.email,
			Hint:    "give it with --password-file FILE, set UNICTL_IXON_PASSWORD, or keep it with `unictl config set ixon.password`",
		}
	}
	code, err = p.orKept(ctx, typedCode, "otp")
	return password, code, err
}

func (p *person) orKept(ctx context.Context, given, name string) (string, error) {
	if given != "" {
		return given, nil
	}
	return p.secret(ctx, name)
}
