package ixon

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

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
	ViewAuditLogs   = "VIEW_AUDIT_LOGS"
)

// Role is a set of permissions and audiences (§6.4). An audience is what a role
// can open besides; the portal calls it an access category.
type Role struct {
	PublicID    string       `json:"publicId"`
	Name        string       `json:"name"`
	Description string       `json:"description" sent:"sometimes"` // "" = null
	Enforce2FA  bool         `json:"enforce2fa" sent:"sometimes"`
	EnforceSSO  bool         `json:"enforceSso" sent:"sometimes"`
	Permissions []Permission `json:"permissions" sent:"sometimes"`
	Audiences   []Reference  `json:"audiences" sent:"sometimes"`
}

// Permission is one right that a role can give. Its publicId is a name such as
// MANAGE_USER (§6.4).
type Permission struct {
	PublicID string `json:"publicId"`
}

// IsPermission reports whether s can be a permission's publicId: 1 to 255 characters
// without a blank among them. All that are known are names like MANAGE_USER (§7).
func IsPermission(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 255 && !strings.ContainsFunc(s, unicode.IsSpace)
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

// RoleCreate is a new role (§6.4).
type RoleCreate struct {
	Name        string       `json:"name"`                  // 1 to 255 characters
	Description string       `json:"description,omitempty"` // up to 255 characters
	Enforce2FA  bool         `json:"enforce2fa,omitempty"`
	EnforceSSO  bool         `json:"enforceSso,omitempty"`
	Permissions []Permission `json:"permissions,omitempty"`
	Audiences   []Ref        `json:"audiences,omitempty"`
}

// RolePatch changes a role; what is zero stays as it is. Permissions and audiences
// are none of it (§6.4).
type RolePatch struct {
	Name        string  `json:"name,omitempty"`
	Description *string `json:"description,omitempty"`
	Enforce2FA  *bool   `json:"enforce2fa,omitempty"`
	EnforceSSO  *bool   `json:"enforceSso,omitempty"`
}

// CreateRole is POST /roles with a list of one (§6.4). The answer is the new role's
// id. A permission that the caller does not have may be refused.
func (c *Client) CreateRole(role RoleCreate) rest.Call[Ref] {
	return create(c, "RoleList", "roles", role, value[Ref])
}

// UpdateRole is PATCH /roles/{publicId} (§6.4).
func (c *Client) UpdateRole(id string, patch RolePatch) rest.Call[struct{}] {
	return write(c, "Role", http.MethodPatch, rest.Path("roles", id), patch, nothing)
}

// DeleteRole is DELETE /roles/{publicId} (§6.4). It is repeated after a lost answer,
// as RemoveUser is. Some roles cannot be removed, and what becomes of memberships
// that have the role is not known.
func (c *Client) DeleteRole(id string) rest.Call[struct{}] {
	return remove(c, "Role", rest.Path("roles", id))
}

// SetPermissions replaces all permissions of a role: PUT
// /roles/{publicId}/permissions (§6.4). The call is repeated after a lost answer,
// since the second leaves what the first left.
func (c *Client) SetPermissions(roleID string, permissions []Permission) rest.Call[struct{}] {
	return replace(c, "RolePermissionList", rest.Path("roles", roleID, "permissions"), permissions)
}

// SetAudiences replaces all audiences of a role: PUT /roles/{publicId}/audiences
// (§6.4). It is repeated as SetPermissions is.
func (c *Client) SetAudiences(roleID string, audiences []Ref) rest.Call[struct{}] {
	return replace(c, "RoleAudienceList", rest.Path("roles", roleID, "audiences"), audiences)
}

// replace prepares PUT of a list: it is repeated after a lost answer.
func replace[T any](c *Client, name, path string, list []T) rest.Call[struct{}] {
	if list == nil {
		list = []T{} // never null
	}
	r := rest.Request{Name: name, Method: http.MethodPut, Path: path, Body: encode(list), Idempotent: true}
	return rest.NewCall(c.rest, c.operation(r), nothing)
}
