package cli

import (
	"context"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/secret"
)

// SignInNow signs in whatever the cache holds, and keeps the new token: the way
// to find out whether the credential is good. The time is when the token ends;
// nil = the service did not say.
func SignInNow(ctx context.Context) (*time.Time, error) {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok || len(s.signedIn) == 0 {
		return nil, &fault.CredentialError{Message: "there is nothing to sign in with"}
	}
	return s.signedIn[0].anew(ctx)
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
