package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

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
	provider := s.App.provider(in.Provider)
	if provider == nil {
		return nil, fmt.Errorf("no provider %q is declared", in.Provider)
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
	conn := s.conn(provider, settings)
	auth := &signedIn{
		session: s, provider: provider, cache: cache, key: s.tokenKey(provider, settings, in, user),
		conn: conn, how: in, user: user, secrets: secrets,
	}
	s.signedIn = append(s.signedIn, auth)
	return auth, nil
}

// tokenKey is for whom a token of a sign-in is kept: two contexts with the same
// server and person share it, another server never sees it.
func (s *Session) tokenKey(p *Provider, settings *config.Settings, in SignIn, user string) secret.TokenKey {
	key := secret.TokenKey{Provider: p.Name, Origin: origin(s.conn(p, settings).BaseURL), User: user}
	if settings.Sandbox() {
		key.Origin = config.SandboxContext // its port is another one each time, its people are not
	}
	if in.AppSetting != "" {
		key.Application = settings.String(p.Name + "." + in.AppSetting)
	}
	return key
}

// origin is what a credential is bound to: scheme, host and port.
func origin(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base // no request can be made of it
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// signedIn is a rest.Auth over the token cache; many workers share it.
type signedIn struct {
	session  *Session
	provider *Provider
	cache    *secret.TokenCache
	key      secret.TokenKey
	conn     rest.Conn
	how      SignIn
	user     string
	secrets  []string

	mu      sync.Mutex
	refused error // of a sign-in: repeating it would lock the account
}

const bearer = "Bearer "

func (a *signedIn) Header() string { return "Authorization" }

func (a *signedIn) Apply(ctx context.Context, r *http.Request) error {
	token, err := a.cache.Get(ctx, a.key, earlyRenewal, a.signIn)
	if err != nil {
		return err
	}
	a.session.secrets.Add(token.Reveal())
	r.Header.Set(a.Header(), bearer+token.Reveal())
	return nil
}

// Renew replaces the token that the refused request carried, unless another
// process has done so.
func (a *signedIn) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	stale := secret.Token{Value: secret.NewValue(strings.TrimPrefix(refused.Header.Get(a.Header()), bearer), "a refused request")}
	token, err := a.cache.Renew(ctx, a.key, stale, a.signIn)
	return err == nil && token.Reveal() != "", err
}

// blocked reports that the service takes no more sign-ins for now: another try
// would only make it worse.
func blocked(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && e.Status == http.StatusTooManyRequests
}

// signIn runs under the cache's lock, one caller at a time. A refusal is
// remembered: sixteen workers with a wrong password try it once.
func (a *signedIn) signIn(ctx context.Context) (secret.Token, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.refused != nil {
		return secret.Token{}, a.refused
	}
	if a.session.tabKey {
		return secret.Token{}, &fault.CredentialError{Message: "completion does not sign in"}
	}
	client, err := a.provider.Connect(ctx, a.session, a.conn)
	if err != nil {
		return secret.Token{}, err
	}
	fresh, err := a.fresh(ctx, client)
	if err != nil {
		if ctx.Err() == nil && (!rest.Is(err, rest.Temporary) || blocked(err)) {
			a.refused = err
		}
		return secret.Token{}, err
	}
	a.session.secrets.Add(fresh.Value, fresh.Refresh)
	return fresh.cached(), nil
}

// fresh renews the token that is kept, where it came with the means to; else,
// and where the service does not take that, it signs in.
func (a *signedIn) fresh(ctx context.Context, client any) (SignedToken, error) {
	if old, kept := a.cache.Peek(a.key); kept && old.Refresh.Reveal() != "" && a.how.Refresh != nil {
		a.session.secrets.Add(old.Reveal(), old.Refresh.Reveal())
		token, err := a.how.Refresh(ctx, client, old.Reveal(), old.Refresh.Reveal())
		if err == nil || ctx.Err() != nil || rest.Is(err, rest.Temporary) {
			return token, err
		}
	}
	return a.how.Do(ctx, client, a.user, slices.Clone(a.secrets))
}
