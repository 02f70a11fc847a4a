package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// MembershipFields are the fields asked for of memberships.
const MembershipFields = "publicId,expiresOn,user(publicId,reference.name),invite(publicId)," +
	"group(publicId,reference.name),role(publicId,reference.name)"

// Membership is a user's or an invitation's place in a group (§6.5). Inside a
// User or Invite the two stay zero.
type Membership struct {
	PublicID  string     `json:"publicId"`
	User      Reference  `json:"user" sent:"sometimes"`
	Invite    Reference  `json:"invite" sent:"sometimes"`
	Group     Reference  `json:"group"`
	Role      Reference  `json:"role"`      // zero = null: in the group without a role
	ExpiresOn *time.Time `json:"expiresOn"` // nil = null: for good
}

// GroupRole is a role in a group, for good or until a time.
type GroupRole struct {
	Group     Ref       `json:"group"`
	Role      Ref       `json:"role,omitzero"` // zero = none, for SetMemberships alone
	ExpiresOn Timestamp `json:"expiresOn,omitzero"`
}

// MembershipCreate is a new membership of a user or of an invitation, one of
// the two (§6.5).
type MembershipCreate struct {
	User   Ref `json:"user,omitzero"`
	Invite Ref `json:"invite,omitzero"`
	GroupRole
}

// MembershipPatch changes a membership; what is zero stays as it is (§6.5). The
// zero Timestamp behind the pointer makes it permanent.
type MembershipPatch struct {
	Group     Ref        `json:"group,omitzero"`
	Role      Ref        `json:"role,omitzero"`
	ExpiresOn *Timestamp `json:"expiresOn,omitempty"`
}

// Memberships lists the memberships of users and invitations: GET
// /users/memberships (§6.5).
func (c *Client) Memberships(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Membership], error] {
	return list[Membership](ctx, c, "UserMembershipList", "users/memberships", MembershipFields, filters...)
}

// Membership is GET /users/memberships/{publicId} (§6.5).
func (c *Client) Membership(id string) rest.Call[rest.Item[Membership]] {
	return get[Membership](c, "UserMembership", membershipPath(id), MembershipFields)
}

// AddMembership grants a role in a group: POST /users/memberships with a list
// of one (§6.5). The answer is the new membership's id.
func (c *Client) AddMembership(membership MembershipCreate) rest.Call[Ref] {
	return create(c, "UserMembershipList", "users/memberships", membership, value[Ref])
}

// UpdateMembership is PATCH /users/memberships/{publicId} (§6.5).
func (c *Client) UpdateMembership(id string, patch MembershipPatch) rest.Call[struct{}] {
	return write(c, "UserMembership", http.MethodPatch, membershipPath(id), patch, nothing)
}

// RemoveMembership is DELETE /users/memberships/{publicId} (§6.5). It is
// repeated after a lost answer, as RemoveUser is. What the removal of the last
// one does to the user is not known (§9).
func (c *Client) RemoveMembership(id string) rest.Call[struct{}] {
	return remove(c, "UserMembership", membershipPath(id))
}

// SetMemberships replaces all memberships of a user: PUT
// /users/memberships/user/{publicId} (§6.5). None takes all of them away. The
// answer is the ids in the order given; the call is repeated after a lost
// answer, since the second leaves what the first left.
func (c *Client) SetMemberships(userID string, memberships []GroupRole) rest.Call[[]Ref] {
	if memberships == nil {
		memberships = []GroupRole{}
	}
	r := rest.Request{
		Name: "UserMembershipUserList", Method: http.MethodPut, Path: rest.Path("users", "memberships", "user", userID),
		Body: encode(memberships), Idempotent: true,
	}
	return rest.NewCall(c.rest, c.operation(r), many[Ref])
}

func membershipPath(id string) string { return rest.Path("users", "memberships", id) }
