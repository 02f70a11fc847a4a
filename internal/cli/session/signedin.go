package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
func (c *Clients) SignedIn(ctx context.Context, in SignIn) (rest.Auth, error) {
	settings, err := c.settings.Of(ctx, in.Provider)
	if err != nil {
		return nil, err
	}
	provider := c.app.Provider(in.Provider)
	if provider == nil {
		return nil, fmt.Errorf("no provider %q is declared", in.Provider)
	}
	user := settings.String(in.Provider + "." + in.UserSetting)
	secrets := make([]string, len(in.SecretSettings))
	for i, name := range in.SecretSettings {
		if secrets[i], err = c.secrets.Get(ctx, in.Provider, name); err != nil {
			return nil, err
		}
	}
	if user == "" || secrets[0] == "" {
		return nil, nil
	}
	cache, err := c.secrets.Tokens()
	if fault.Is[*config.DirectoryError](err) { // as under cron: it signs in each time
		cache, err = c.secrets.tokensIn(""), nil
	}
	if err != nil {
		return nil, err
	}
	conn := c.Conn(provider, settings)
	auth := &signedIn{
		clients: c, provider: provider, cache: cache, key: c.TokenKey(provider, settings, in, user),
		conn: conn, how: in, user: user, secrets: secrets,
	}
	c.signedIn = append(c.signedIn, auth)
	return auth, nil
}

// TokenKey is for whom a token of a sign-in is kept: two contexts with the same
// base URL and person share it, another one never sees it.
func (c *Clients) TokenKey(p *Provider, settings *config.Settings, in SignIn, user string) secret.TokenKey {
	key := secret.TokenKey{Provider: p.Name, Place: p.Place(settings.String), User: user}
	if settings.Sandbox() {
		key.Place = config.SandboxContext // its port is another one each time, its people are not
	}
	if in.AppSetting != "" {
		key.Application = settings.String(p.Name + "." + in.AppSetting)
	}
	return key
}

// signedIn is a rest.Auth over the token cache; many workers share it.
type signedIn struct {
	clients  *Clients
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

// Bearer stands before a token in the Authorization header.
const Bearer = "Bearer "

func (a *signedIn) Header() string { return "Authorization" }

// Who is the user: services that count calls count theirs, whatever the token.
func (a *signedIn) Who() string { return a.user }

func (a *signedIn) Apply(ctx context.Context, r *http.Request) error {
	token, err := a.cache.Get(ctx, a.key, earlyRenewal, a.signIn)
	if err != nil {
		return err
	}
	a.clients.secrets.hidden.Add(token.Reveal())
	r.Header.Set(a.Header(), Bearer+token.Reveal())
	return nil
}

// Renew replaces the token that the refused request carried, unless another
// process has done so.
func (a *signedIn) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	stale := secret.Token{Value: secret.NewValue(strings.TrimPrefix(refused.Header.Get(a.Header()), Bearer), "a refused request")}
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
	if a.clients.TabKey {
		return secret.Token{}, &fault.CredentialError{Message: "completion does not sign in"}
	}
	client, err := a.provider.Connect(ctx, a.clients.session, a.conn)
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
	a.clients.secrets.hidden.Add(fresh.Value, fresh.Refresh)
	return fresh.Cached(), nil
}

// fresh renews the token that is kept, where it came with the means to; else,
// and where the service does not take that, it signs in.
func (a *signedIn) fresh(ctx context.Context, client any) (SignedToken, error) {
	if old, kept := a.cache.Peek(a.key); kept && old.Refresh.Reveal() != "" && a.how.Refresh != nil {
		a.clients.secrets.hidden.Add(old.Reveal(), old.Refresh.Reveal())
		token, err := a.how.Refresh(ctx, client, old.Reveal(), old.Refresh.Reveal())
		if err == nil || ctx.Err() != nil || rest.Is(err, rest.Temporary) {
			return token, err
		}
	}
	return a.how.Do(ctx, client, a.user, slices.Clone(a.secrets))
}

// SignInNow signs in whatever the cache holds, and keeps the new token: the way
// to find out whether the credential is good. The time is when the token ends;
// nil = the service did not say.
func (c *Clients) SignInNow(ctx context.Context) (*time.Time, error) {
	if len(c.signedIn) == 0 {
		return nil, &fault.CredentialError{Message: "there is nothing to sign in with"}
	}
	return c.signedIn[0].anew(ctx)
}

// SignInAnew makes the next command sign in again: after changes that the token
// in use does not know of.
func (c *Clients) SignInAnew(ctx context.Context) error {
	var errs []error
	for _, auth := range c.signedIn {
		errs = append(errs, auth.cache.Forget(ctx, auth.key))
	}
	return errors.Join(errs...)
}

// noTokenLasts is longer than any token is good for: with it the cache has none
// that would do. The one that it has stays until there is a new one.
const noTokenLasts = 100 * 365 * 24 * time.Hour

func (a *signedIn) anew(ctx context.Context) (*time.Time, error) {
	fresh := false
	signIn := func(ctx context.Context) (secret.Token, error) {
		fresh = true
		return a.signIn(ctx)
	}
	token, err := a.cache.Get(ctx, a.key, noTokenLasts, signIn)
	if err == nil && !fresh { // one that has no end would always do
		token, err = a.cache.Renew(ctx, a.key, token, signIn)
	}
	if err != nil || token.Expires.IsZero() {
		return nil, err
	}
	return &token.Expires, nil
}
