package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/rest"
)

// Endpoint is one entry of the discovery document (§3.5).
type Endpoint struct {
	Rel     string   `json:"rel"`     // name of the operation, e.g. "UserList"
	Href    string   `json:"href"`    // absolute, with {publicId} and the like
	Methods []string `json:"methods"` // of DELETE, GET, PATCH, POST, PUT
}

// Discovery lists what the service offers: GET /, which takes neither
// credential nor Application ID and so tells whether the URL is right (§3.5).
func (c *Client) Discovery() rest.Call[[]Endpoint] {
	return rest.NewCall(c.rest, c.operation(rest.Get("Discovery", "")), many[Endpoint])
}

// ServerTime is the service's clock: GET /server-time, without credential or
// Application ID (§3.5).
func (c *Client) ServerTime() rest.Call[time.Time] {
	return rest.NewCall(c.rest, c.operation(rest.Get("ServerTime", "server-time")), func(r *rest.Response) (time.Time, error) {
		clock, err := value[struct {
			Datetime time.Time `json:"datetime"`
		}](r)
		return clock.Datetime, err
	})
}

// PermissionFields are the fields asked for of permissions.
const PermissionFields = "publicId"

// Permission is one right that a role can give. Its publicId is a name such as
// MANAGE_USER (§6.4).
type Permission struct {
	PublicID string `json:"publicId"`
}

// Permissions lists all permissions there are: GET /permissions, without
// credential or Application ID (§6.4).
func (c *Client) Permissions(ctx context.Context) iter.Seq2[rest.Item[Permission], error] {
	all, _ := list[Permission](ctx, c, "PermissionList", "permissions", PermissionFields, nil)
	return all
}
