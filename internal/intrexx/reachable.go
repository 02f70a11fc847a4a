package intrexx

import (
	"context"

	"unictl/internal/rest"
)

// Reachable is the cheapest call that needs the token: a read of the portal's
// base URL, or, without a portal, of the portals. That Docker deployments have
// none of the latter (§3) does not matter: the token was taken all the same.
func (c *Client) Reachable(ctx context.Context) error {
	if c.settings.Portal != "" {
		_, err := c.WebServer().Do(ctx)
		return err
	}
	_, err := rest.NewCall(c.rest, rest.Get("PortalList", pathPortals), rows).Do(ctx)
	if rest.Is(err, rest.NotFound) {
		return nil
	}
	return err
}
