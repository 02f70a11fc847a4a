package cli

import (
	"context"
	"time"

	"unictl/internal/rest"
)

// SignIn says how a provider makes a token from a user name and secrets.
type SignIn struct {
	Provider       string
	UserSetting    string   // "email"
	AppSetting     string   // part of a token's identity; "" = none
	SecretSettings []string // "password", "otp"; the first one must be there
	// Do makes the token, with a client that has no credential.
	Do func(ctx context.Context, client any, user string, secrets []string) (SignedToken, error)
}

// SignedToken is a fresh token of a service.
type SignedToken struct {
	Value   string
	Expires *time.Time // nil = not said
	ID      string
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
