package iotinvites

import (
	"context"
	"net/http"
	"sync"

	"unictl/internal/rest"
)

const headerCredential = "Authorization"

// credential keeps a missing right, which this service answers like a bad token
// (§6), from signing in again and again.
type credential struct {
	rest.Auth

	mu    sync.Mutex
	fresh string // the header's value after the last renewal
}

// Renew implements rest.Auth. A token that a renewal has just brought is not
// renewed when it is refused in its turn: the right is missing. It is renewed
// before, because newer servers read rights from the token alone (§2).
func (c *credential) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fresh != "" && refused.Header.Get(headerCredential) == c.fresh {
		return false, nil
	}
	renewed, err := c.Auth.Renew(ctx, refused)
	if !renewed || err != nil {
		return false, err
	}
	signed := refused.Clone(ctx)
	if err := c.Apply(ctx, signed); err != nil {
		return false, err
	}
	c.fresh = signed.Header.Get(headerCredential)
	return true, nil
}

// Who is whose credential it is.
func (c *credential) Who() string {
	if known, ok := c.Auth.(interface{ Who() string }); ok {
		return known.Who()
	}
	return ""
}

// RenewToken renews the credential without a 401, for when TokenInfo showed the
// token to be void. It reports whether there is a fresh one.
func (c *Client) RenewToken(ctx context.Context) (bool, error) {
	if c.credential == nil {
		return false, nil
	}
	void, err := http.NewRequestWithContext(ctx, http.MethodGet, c.rest.Base()+pathTokenInfo, http.NoBody)
	if err != nil {
		return false, err
	}
	if err := c.credential.Apply(ctx, void); err != nil {
		return false, err
	}
	return c.credential.Renew(ctx, void)
}
