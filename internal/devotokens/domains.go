package devotokens

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// Domains lists the domains of the multitenant: GET of /domain (§6). What a
// domain looks like in it is not public, so entries are given as they came.
func (c *Client) Domains(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return listed(ctx, c, rest.Get("DomainList", probioPath("domain")), asReceived)
}

// Domain is GET of /domain/{domain} (§6); "" = that of the account.
func (c *Client) Domain(name string) rest.Call[rest.Item[Object]] {
	if name == "" {
		name = c.settings.Account
	}
	return object(c, "Domain", probioPath("domain", name), asReceived)
}
