package cli

import (
	"context"
	"net/http"
	"slices"
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

// earlyRenewal is how long before its end a token is renewed: longer than any
// request takes.
const earlyRenewal = 2 * time.Minute

// SignedIn is a credential that signs in when it is first needed; its token is
// kept for other processes. nil when there is nothing to sign in with.
func (s *Session) SignedIn(ctx context.Context, in SignIn) (rest.Auth, error) {
	settings, err := s.Settings(ctx, in.Provider)
	if err != nil {
		return nil, err
	}
	user := settings.String(in.Provider + "." + in.UserSetting)
	secrets := make([]string, len(in.SecretSettings))
	for i, name := range in.SecretSettings {
		if secrets[i], err = s.Secret(ctx, in.Provider, name); err != nil {
			return nil, err
		}
	}
	if user == "" || secrets[0] == "" {
		return nil, nil
	}
	cache, err := s.TokenCache()
	if err != nil {
		return nil, err
	}
	conn, err := s.conn(s.Provider, settings)
	if err != nil {
		return nil, err
	}
	key := secret.TokenKey{Provider: in.Provider, Origin: conn.BaseURL, User: user}
	if in.AppSetting != "" {
		key.Application = settings.String(in.Provider + "." + in.AppSetting)
	}
	return &signedIn{session: s, cache: cache, key: key, conn: conn, how: in, user: user, secrets: secrets}, nil
}

// signedIn is a rest.Auth over the token cache.
type signedIn struct {
	session *Session
	cache   *secret.TokenCache
	key     secret.TokenKey
	conn    rest.Conn
	how     SignIn
	user    string
	secrets []string
	token   secret.Token
}

func (a *signedIn) Header() string { return "Authorization" }

func (a *signedIn) Apply(ctx context.Context, r *http.Request) error {
	token, err := a.cache.Get(ctx, a.key, earlyRenewal, a.signIn)
	if err != nil {
		return err
	}
	a.token = token
	a.session.secrets.Add(token.Reveal())
	r.Header.Set("Authorization", "Bearer "+token.Reveal())
	return nil
}

func (a *signedIn) Renew(ctx context.Context) (bool, error) {
	token, err := a.cache.Renew(ctx, a.key, a.token, a.signIn)
	return err == nil && token.Reveal() != "", err
}

func (a *signedIn) signIn(ctx context.Context) (secret.Token, error) {
	client, err := a.session.Provider.Connect(ctx, a.session, a.conn)
	if err != nil {
		return secret.Token{}, err
	}
	fresh, err := a.how.Do(ctx, client, a.user, slices.Clone(a.secrets))
	if err != nil {
		return secret.Token{}, err
	}
	token := secret.Token{Value: secret.NewValue(fresh.Value, "signing in"), PublicID: fresh.ID}
	if fresh.Expires != nil {
		token.Expires = *fresh.Expires
	}
	return token, nil
}
