package ixon

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
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

// CheckAddress says why the service takes no e-mail address like this one: 6 to 254
// characters of ASCII, before the @ at most 64, and a domain of letters, digits and
// dashes (§7). Addresses that are there already are not held to it.
func CheckAddress(address string) error {
	local, domain, _ := cutAt(address)
	refused := fmt.Errorf("%q is no e-mail address that IXON takes: letters without accents, digits and some signs; a domain with other letters is written as xn--…", address)
	switch {
	case len(address) < 6 || len(address) > 254 || len(local) > 64:
		return fmt.Errorf("%q: IXON takes e-mail addresses of 6 to 254 characters, with at most 64 before the @", address)
	case !dotted(local, func(part string) bool { return onlySigns(part, "!#$%&'*+/=?^_`{|}~-") }):
		return refused
	case !dotted(domain, func(part string) bool {
		return onlySigns(part, "-") && len(part) <= 63 && !strings.HasPrefix(part, "-") && !strings.HasSuffix(part, "-")
	}):
		return refused
	}
	return nil
}

func cutAt(address string) (local, domain string, found bool) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return address, "", false
	}
	return address[:i], address[i+1:], true
}

// dotted checks each of the parts between dots.
func dotted(text string, fits func(string) bool) bool {
	return !slices.ContainsFunc(strings.Split(text, "."), func(part string) bool { return !fits(part) })
}

// onlySigns reports letters and digits of ASCII and these signs, and one at least.
func onlySigns(part, signs string) bool {
	return part != "" && strings.IndexFunc(part, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune(signs, r))
	}) < 0
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
