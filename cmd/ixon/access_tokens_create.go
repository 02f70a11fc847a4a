package ixon

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

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
