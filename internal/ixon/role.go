package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// RoleFields are the fields asked for of roles.
const RoleFields = "publicId,name,description,enforce2fa,enforceSso,permissions(publicId),audiences(publicId,name)"

// Role is a set of permissions and audiences (§6.4).
type Role struct {
	PublicID    string       `json:"publicId"`
	Name        string       `json:"name"`
	Description string       `json:"description"` // "" = null
	Enforce2FA  bool         `json:"enforce2fa"`
	EnforceSSO  bool         `json:"enforceSso"`
	Permissions []Permission `json:"permissions"`
	Audiences   []Reference  `json:"audiences"`
}

// Roles lists the company's roles: GET /roles, which takes no filters (§6.4).
func (c *Client) Roles(ctx context.Context) iter.Seq2[rest.Item[Role], error] {
	all, _ := list[Role](ctx, c, "RoleList", "roles", RoleFields, nil)
	return all
}

// Role is GET /roles/{publicId} (§6.4).
func (c *Client) Role(id string) rest.Call[rest.Item[Role]] {
	return get[Role](c, "Role", rest.Path("roles", id), RoleFields)
}
