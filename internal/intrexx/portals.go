package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

const pathPortals = "portals"

// Portals lists the portals: GET /portals (§3.1). Docker deployments do not
// have it.
func (c *Client) Portals(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, "PortalList", pathPortals)
}

// CreatePortal makes a portal: POST /portals (§3.2); PortalCreate.Body gives
// the body that the vendor's sample sends. It takes minutes, and Docker
// deployments do not have it.
func (c *Client) CreatePortal(body json.RawMessage) rest.Call[Answer] {
	r := c.change("PortalCreate", http.MethodPost, pathPortals, body)
	r.Long = true
	return c.write(r)
}

// DeletePortal is DELETE /portals/{id} for good, where id is the portal's GUID
// and not its name (§3.3). The empty object in the body is the sample's. It
// takes minutes and is never repeated (§2.8); Docker deployments do not have it.
func (c *Client) DeletePortal(id string) rest.Call[Answer] {
	r := c.change("PortalDelete", http.MethodDelete, route(pathPortals, id), json.RawMessage("{}"))
	r.Long = true
	return c.write(r)
}
