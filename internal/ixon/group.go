package ixon

import (
	"context"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// GroupFields are the fields asked for of groups, GroupRoleFields those of
// GrantableRoles, GroupTypeFields those of types of groups.
const (
	GroupFields = "publicId,name,isCompanyGroup,type(publicId,name),parent(publicId,name)," +
		"managedBy(publicId,name),agent(publicId),asset(publicId)"
	GroupRoleFields = "group(publicId,name,isCompanyGroup,agent(publicId),asset(publicId)),roles(publicId,name)"
	GroupTypeFields = "publicId,name,description,order,color"
)

// Group is what a membership reaches: the whole company, a part of it, or one
// device (§6.6).
type Group struct {
	PublicID       string    `json:"publicId"`
	Name           string    `json:"name"`           // "" = null, seen for groups of one device
	IsCompanyGroup bool      `json:"isCompanyGroup"` // the group of company-wide memberships
	Type           Reference `json:"type" sent:"sometimes"`
	Parent         Reference `json:"parent" sent:"sometimes"`
	ManagedBy      Reference `json:"managedBy" sent:"sometimes"`
	Agent          Reference `json:"agent" sent:"sometimes"` // set for the group of one device
	Asset          Reference `json:"asset" sent:"sometimes"` // set for the group of one asset
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

// In is the group; the zero one where the service sent null.
func (g GrantableRole) In() (in Group) {
	if g.Group != nil {
		in = *g.Group
	}
	return in
}

// GrantableRoles lists what the caller may grant: GET /groups/roles, which
// takes no filters (§6.6).
func (c *Client) GrantableRoles(ctx context.Context) iter.Seq2[rest.Item[GrantableRole], error] {
	return list[GrantableRole](ctx, c, "GroupRoleList", "groups/roles", GroupRoleFields)
}

// GroupCreate is a new group (§6.6). Groups in groups need the licence module
// "Subgroups" (§1).
type GroupCreate struct {
	Name   string `json:"name"` // 1 to 255 characters
	Type   Ref    `json:"type" sent:"sometimes"`
	Parent Ref    `json:"parent,omitzero"`
}

// GroupPatch changes a group; what is zero stays as it is (§6.6). The zero Ref behind
// the pointer takes the group out of its parent.
type GroupPatch struct {
	Name   string      `json:"name,omitempty"`
	Parent *ParentOrNo `json:"parent,omitempty"`
}

// ParentOrNo is a group to stand under; the zero one is null: under none (§5).
type ParentOrNo struct{ Ref }

// MarshalJSON gives {"publicId":"…"}, or null for the zero one.
func (p ParentOrNo) MarshalJSON() ([]byte, error) {
	if p.PublicID == "" {
		return []byte("null"), nil
	}
	return encode(p.Ref), nil
}

// CreateGroup is POST /groups with a list of one (§6.6). The answer is the new
// group's id.
func (c *Client) CreateGroup(group GroupCreate) rest.Call[Ref] {
	return create(c, "GroupList", "groups", group, value[Ref])
}

// UpdateGroup is PATCH /groups/{publicId} (§6.6).
func (c *Client) UpdateGroup(id string, patch GroupPatch) rest.Call[struct{}] {
	return write(c, "Group", http.MethodPatch, rest.Path("groups", id), patch, nothing)
}

// DeleteGroup is DELETE /groups/{publicId} (§6.6). It is repeated after a lost
// answer, as RemoveUser is. What becomes of its memberships and of groups below it is
// not known (§9).
func (c *Client) DeleteGroup(id string) rest.Call[struct{}] {
	return remove(c, "Group", rest.Path("groups", id))
}

// GroupType is a kind of groups that the company has made (§6.6).
type GroupType struct {
	PublicID    string `json:"publicId"`
	Name        string `json:"name"`
	Description string `json:"description"` // "" = null
	Order       int64  `json:"order"`
	Color       string `json:"color"` // "" = null
}

// GroupTypes lists the company's types of groups: GET /group-types (§6.6).
func (c *Client) GroupTypes(ctx context.Context) iter.Seq2[rest.Item[GroupType], error] {
	return list[GroupType](ctx, c, "GroupTypeList", "group-types", GroupTypeFields)
}
