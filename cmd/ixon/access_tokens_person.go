package ixon

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

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
