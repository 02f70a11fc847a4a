package session

import (
	"context"
	"slices"
	"time"

	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Login is what `unictl auth` knows of a service: how one signs in and out, and
// what a usable credential is made of.
type Login struct {
	// Verb is the command `auth login PROVIDER`.
	Verb func(*Provider) any
	// Methods are the credentials that commands take; the first that is complete
	// counts.
	Methods []Method
	// Without are the requirements of the provider that signing in can do
	// without.
	Without []string
	// SignIn makes the tokens that are cached; nil = there are none.
	SignIn *SignIn
	// Auth makes the credential of a token; nil = it is a bearer.
	Auth func(context.Context, *Session, string) (rest.Auth, error)
	// Place is the base URL that calls go to, where that is not the setting as it
	// stands; "" = none is set. It is given settings by key. nil = the setting.
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

// Method is one kind of credential.
type Method struct {
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

// Keeps reports whether the provider has a login that may have kept the secret.
func (p *Provider) Keeps(name string) bool {
	return p != nil && p.Login != nil && slices.ContainsFunc(p.Login.Methods, func(w Method) bool { return slices.Contains(w.Secrets, name) })
}

// Place is what a credential of the provider is bound to: the whole base URL,
// since one host may serve several customers. "" = none is set.
func (p *Provider) Place(setting func(string) string) string {
	if p.Login != nil && p.Login.Place != nil {
		return config.BaseURL(p.Login.Place(setting))
	}
	return config.BaseURL(setting(p.Name + ".url"))
}

// PossibleMethods are the credentials that the settings allow.
func (p *Provider) PossibleMethods(settings *config.Settings) []Method {
	return slices.DeleteFunc(slices.Clone(p.Login.Methods), func(w Method) bool { return w.When != nil && !w.When(settings.String) })
}

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

// Cached is the token as the cache keeps it.
func (t SignedToken) Cached() secret.Token {
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
