package cli

import (
	"context"
	"slices"
	"time"

	"unictl/internal/rest"
)

// Login is what `unictl auth` knows of a service: how one signs in and out, and
// what a usable credential is made of.
type Login struct {
	// Verb is `auth login PROVIDER`.
	Verb func(*Provider) Command
	// Ways are the credentials that commands take; the first that is complete
	// counts.
	Ways []Way
	// Without are the requirements of the provider that signing in can do
	// without.
	Without []string
	// SignIn makes the tokens that are cached; nil = there are none.
	SignIn *SignIn
	// Auth makes the credential of a token; nil = it is a bearer.
	Auth func(context.Context, *Session, string) (rest.Auth, error)
	// Place is what the credential is for, where that is no base URL: it is given
	// the effective settings by key. nil = the origin of the URL.
	Place func(setting func(key string) string) string
	// Whoami asks the service whose credential the client uses; nil = it does not
	// tell, and Provider.Check says whether it is good.
	Whoami func(ctx context.Context, client any) (Granted, error)
	// Revoke takes back the token that the client uses; nil = the service cannot.
	Revoke func(client any) (rest.Prepared, error)
	// Tokenless says why a command has no token to give, where the settings make
	// it so; "" = it has one. nil = it always has.
	Tokenless func(setting func(key string) string) string
}

// Way is one kind of credential.
type Way struct {
	How     string   // "token", "password": as `auth status` shows it
	Secrets []string // settings that all must be there: "password"
	Person  string   // setting that must be there too: "email"; "" = none
	// When says that the settings ask for this way; nil = always.
	When func(setting func(key string) string) bool
}

// Granted is what the service said of a credential. Token is zero where it was
// given rather than made.
type Granted struct {
	Token   rest.Secret `json:"-"`
	Refresh rest.Secret `json:"-"`             // renews the token; zero = nothing does
	ID      string      `json:"id,omitempty"`  // the service's name of the token, no secret
	Who     string      `json:"who,omitempty"` // e-mail address or name
	Expires *time.Time  `json:"expires,omitempty"`
	Scope   string      `json:"scope,omitempty"`
}

// keeps reports whether the provider has a login that may have kept the secret.
func (p *Provider) keeps(name string) bool {
	return p != nil && p.Login != nil && slices.ContainsFunc(p.Login.Ways, func(w Way) bool { return slices.Contains(w.Secrets, name) })
}

// place is what a credential of the provider is bound to.
func (p *Provider) place(setting func(string) string) string {
	if p.Login != nil && p.Login.Place != nil {
		return p.Login.Place(setting)
	}
	return origin(setting(p.Name + ".url"))
}
