package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// InviteFields are the fields asked for of invites.
const InviteFields = "publicId,emailAddress,expiresOn," +
	"memberships(publicId,expiresOn,group(publicId,reference.name),role(publicId,reference.name))"

// Invite is an invitation that is not yet accepted (§6.3).
type Invite struct {
	PublicID     string       `json:"publicId"`
	EmailAddress string       `json:"emailAddress"`
	ExpiresOn    *time.Time   `json:"expiresOn"` // 14 days after it was sent
	Memberships  []Membership `json:"memberships"`
}

// InviteCreate is a new invitation (§6.3).
type InviteCreate struct {
	EmailAddress string      `json:"emailAddress"` // 6 to 254 characters
	GroupRoles   []GroupRole `json:"groupRoles"`
	Message      string      `json:"message,omitempty"`  // up to 1024 characters, in the mail
	Language     string      `json:"language,omitempty"` // of the mail, two letters
}

// InviteResponse is the answer to an invitation: ids without addresses.
// Invites may be empty (§6.3).
type InviteResponse struct {
	Invites         []Ref `json:"invites"`
	UserMemberships []Ref `json:"userMemberships"`
}

// Invites lists the open invitations: GET /invites (§6.3).
func (c *Client) Invites(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Invite], error] {
	return list[Invite](ctx, c, "InviteList", "invites", InviteFields, filters...)
}

// Invite is GET /invites/{publicId} (§6.3).
func (c *Client) Invite(id string) rest.Call[rest.Item[Invite]] {
	return get[Invite](c, "Invite", rest.Path("invites", id), InviteFields)
}

// InviteUser sends an invitation mail: POST /invites with a list of one (§6.3).
// An address that is invited already or registered elsewhere is a Conflict.
func (c *Client) InviteUser(invite InviteCreate) rest.Call[InviteResponse] {
	if invite.GroupRoles == nil {
		invite.GroupRoles = []GroupRole{} // required: [], never null
	}
	return create(c, "InviteList", "invites", invite, value[InviteResponse])
}

// ResendInvite sends the mail again: POST /invites/{publicId}/resend, without a
// body (§6.3).
func (c *Client) ResendInvite(id string) rest.Call[struct{}] {
	return write(c, "InviteResend", http.MethodPost, rest.Path("invites", id, "resend"), nil, nothing)
}

// RevokeInvite withdraws an invitation: DELETE /invites/{publicId} (§6.3). It
// is repeated after a lost answer, as RemoveUser is.
func (c *Client) RevokeInvite(id string) rest.Call[struct{}] {
	return remove(c, "Invite", rest.Path("invites", id))
}
