package cli

import (
	"context"
	"time"

	"unictl/internal/rest"
	"unictl/internal/secret"
)

// SignIn says how a provider makes a token from a user name and secrets.
type SignIn struct {
	Provider       string
	UserSetting    string   // "email"
	AppSetting     string   // part of a token's identity; "" = none
	SecretSettings []string // "password", "otp"; the first one must be there
	// Do makes the token, with a client that has no credential.
	Do func(ctx context.Context, client any, user string, secrets []string) (SignedToken, error)
	// Refresh makes a token of an old one and what came with it, so that the
	// password is not sent again; nil = the service cannot.
	Refresh func(ctx context.Context, client any, token, refresh string) (SignedToken, error)
}

// SignedToken is a fresh token of a service.
type SignedToken struct {
	Value   string
	Expires *time.Time // nil = not said
	ID      string
	Refresh string // renews it; "" = nothing does
}

// cached is the token as the cache keeps it.
func (t SignedToken) cached() secret.Token {
	token := secret.Token{Value: secret.NewValue(t.Value, "signing in"), PublicID: t.ID}
	if t.Refresh != "" {
		token.Refresh = secret.NewValue(t.Refresh, "signing in")
	}
	if t.Expires != nil {
		token.Expires = *t.Expires
	}
	return token
}

// BearerOrNone is a fixed token, or no credential.
func BearerOrNone(token string) rest.Auth {
	if token == "" {
		return nil
	}
	return rest.Bearer(token)
}

// ClientAs is the typed client behind what SignIn.Do is given.
func ClientAs[C any](client any) (C, error) { return clientAs[C](client) }
