package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// GroupFields are the fields asked for of groups, GroupRoleFields those of
// GrantableRoles.
const (
	GroupFields = "publicId,name,isCompanyGroup,type(publicId,name),parent(publicId,name)," +
		"managedBy(publicId,name),agent(publicId),asset(publicId)"
	GroupRoleFields = "group(publicId,name,isCompanyGroup,agent(publicId),asset(publicId)),roles(publicId,name)"
)

// Group is what a membership reaches: the whole company, a part of it, or one
// device (§6.6).
type Group struct {
	PublicID       string    `json:"publicId"`
	Name           string    `json:"name"`           // "" = null, seen for groups of one device
	IsCompanyGroup bool      `json:"isCompanyGroup"` // the group of company-wide memberships
	Type           Reference `json:"type"`
	Parent         Reference `json:"parent"`
	ManagedBy      Reference `json:"managedBy"`
	Agent          Reference `json:"agent"` // set for the group of one device
	Asset          Reference `json:"asset"` // set for the group of one asset
}

// Groups lists the company's groups: GET /groups (§6.6).
func (c *Client) Groups(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Group], error] {
	return list[Group](ctx, c, "GroupList", "groups", GroupFields, filters...)
}

// Group is GET /groups/{publicId} (§6.6).
func (c *Client) Group(id string) rest.Call[rest.Item[Group]] {
	return get[Group](c, "Group", rest.Path("groups", id), GroupFields)
}

// GrantableRole says which roles the caller may grant in one group (§6.6).
type GrantableRole struct {
	Group *Group `json:"group"` // nil = null
	Roles []Role `json:"roles"`
}

// GrantableRoles lists what the caller may grant: GET /groups/roles, which
// takes no filters (§6.6).
func (c *Client) GrantableRoles(ctx context.Context) iter.Seq2[rest.Item[GrantableRole], error] {
	return list[GrantableRole](ctx, c, "GroupRoleList", "groups/roles", GroupRoleFields)
}
