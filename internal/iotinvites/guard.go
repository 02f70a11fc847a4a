package iotinvites

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"unictl/internal/rest"
)

const headerCredential = "Authorization"

// guard wraps the credential and is the last to look at a call before it is
// sent. A prepared call cannot report an error, so what would make it wrong is
// refused here; and it keeps a missing right, which this service answers like a
// bad token, from signing in again and again.
type guard struct {
	credential rest.Auth // nil = none
	base       string    // path of the base URL, with its slash

	mu    sync.Mutex
	fresh string // the header's value after the last renewal
}

// Header implements rest.Auth.
func (g *guard) Header() string { return headerCredential }

// Apply implements rest.Auth.
func (g *guard) Apply(ctx context.Context, r *http.Request) error {
	if e := g.refuse(r); e != nil {
		e.Method, e.URL = r.Method, r.URL.Scheme+"://"+r.URL.Host+r.URL.EscapedPath()
		return e
	}
	return g.credential.Apply(ctx, r)
}

func (g *guard) refuse(r *http.Request) *rest.Error {
	path := strings.TrimPrefix(r.URL.EscapedPath(), g.base)
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		switch plain, err := url.PathUnescape(segment); {
		case err != nil:
			return badInput("the path of the call cannot be read: "+path, "")
		case i == 1 && segments[0] == "accounts" && plain == "":
			return badInput("no account is set", "`accounts list` shows yours")
		case i == 1 && segments[0] == "accounts":
			if e, bad := errors.AsType[*rest.Error](CheckAccount(plain)); bad {
				return e
			}
		case i == 1 && segments[0] == "invites" && len(segments) == 3:
			if e, bad := errors.AsType[*rest.Error](CheckInviteID(plain)); bad {
				return e
			}
		case plain == "":
			return badInput("the call lacks an id or an address: "+r.Method+" "+path, "")
		}
	}
	if g.credential == nil {
		return newError(rest.Credential, "no token is set", "set a token, or user and password to sign in with")
	}
	return nil
}

// Renew implements rest.Auth. The service answers 401 for a missing right as
// well (§6), so a token that a renewal has just brought is not renewed when it
// is refused in its turn: the right is missing. It is renewed before, because
// newer servers read rights from the token alone (§2).
func (g *guard) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.credential == nil || g.fresh != "" && refused.Header.Get(headerCredential) == g.fresh {
		return false, nil
	}
	renewed, err := g.credential.Renew(ctx, refused)
	if !renewed || err != nil {
		return false, err
	}
	signed := refused.Clone(ctx)
	if err := g.credential.Apply(ctx, signed); err != nil {
		return false, err
	}
	g.fresh = signed.Header.Get(headerCredential)
	return true, nil
}

// renewUnasked is Renew where no answer was a 401: address is that of a call
// whose answer showed the token to be void.
func (g *guard) renewUnasked(ctx context.Context, address string) (bool, error) {
	if g.credential == nil {
		return false, nil
	}
	void, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return false, err
	}
	if err := g.credential.Apply(ctx, void); err != nil {
		return false, err
	}
	return g.Renew(ctx, void)
}
