package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// RoleFields are the fields asked for of roles, PermissionFields those of
// permissions.
const (
	RoleFields       = "publicId,name,description,enforce2fa,enforceSso,permissions(publicId),audiences(publicId,name)"
	PermissionFields = "publicId"
)

// CompanyAdmin is the permission of those who can manage everybody; so can who
// has ManageUser with CompanyWideRole (§6.4).
const (
	CompanyAdmin    = "COMPANY_ADMIN"
	ManageUser      = "MANAGE_USER"
	CompanyWideRole = "COMPANY_WIDE_ROLE"
)

// Role is a set of permissions and audiences (§6.4). An audience is what a role
// can open besides; the portal calls it an access category.
type Role struct {
	PublicID    string       `json:"publicId"`
	Name        string       `json:"name"`
	Description string       `json:"description"` // "" = null
	Enforce2FA  bool         `json:"enforce2fa"`
	EnforceSSO  bool         `json:"enforceSso"`
	Permissions []Permission `json:"permissions"`
	Audiences   []Reference  `json:"audiences"`
}

// Permission is one right that a role can give. Its publicId is a name such as
// MANAGE_USER (§6.4).
type Permission struct {
	PublicID string `json:"publicId"`
}

// Roles lists the company's roles: GET /roles, which takes no filters (§6.4).
func (c *Client) Roles(ctx context.Context) iter.Seq2[rest.Item[Role], error] {
	return list[Role](ctx, c, "RoleList", "roles", RoleFields)
}

// Role is GET /roles/{publicId} (§6.4).
func (c *Client) Role(id string) rest.Call[rest.Item[Role]] {
	return get[Role](c, "Role", rest.Path("roles", id), RoleFields)
}

// Permissions lists all permissions there are: GET /permissions, without
// credential or Application ID (§6.4).
func (c *Client) Permissions(ctx context.Context) iter.Seq2[rest.Item[Permission], error] {
	return list[Permission](ctx, c, "PermissionList", "permissions", PermissionFields)
}
