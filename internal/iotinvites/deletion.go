package iotinvites

import (
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// Sent is the outcome of a deletion: that it reached the service, which does
// not tell what it did (§4.5). The lists tell; see VerifyWithdrawn and
// VerifyRemoved.
type Sent struct {
	UserKnown bool // somebody has registered with this address
}

// Delete is DELETE /accounts/{id}/invites/{email} (§4.5), for administrators.
// One route does two things: it withdraws the invitation of the address, and it
// removes a member of that address. See Situation for which it would be. The
// answers 200 and 404 with code 2404 both count as sent. It refuses "me", which
// the service takes for the caller; see Leave.
func (c *Client) Delete(email string) Expected[Sent] {
	if strings.EqualFold(email, own) {
		email = "" // which the guard refuses
	}
	return c.deletion("DeleteInvitation", email)
}

// Leave takes the token's own user out of the account: Delete of "me" (§4.5). On
// servers of kind K only administrators can. The only administrator is refused,
// kind Failed.
func (c *Client) Leave() Expected[Sent] { return c.deletion("LeaveAccount", own) }

const own = "me"

func (c *Client) deletion(name, email string) Expected[Sent] {
	r := change(name, http.MethodDelete, rest.Path("accounts", c.account, "invites", email), nil)
	return Expected[Sent]{
		call: rest.NewCall(c.rest, r, func(r *rest.Response) (Sent, error) {
			_, err := rest.Ignore(r)
			return Sent{UserKnown: true}, err
		}),
		good: func(e *rest.Error) (Sent, bool) {
			return Sent{}, e.Status == http.StatusNotFound && e.Code == codeUserNotFound
		},
	}
}

// Tried is the outcome of TryCreate.
type Tried struct {
	Created    bool       // there was no invitation after all, now there is
	Invitation Invitation // zero unless Created
}

// TryCreate is Create for an address that is invited already: the conflict that
// the service answers with is the good outcome and shows that the caller may
// create invitations here, which has to be known before one is deleted to send
// it anew (§4.6).
func (c *Client) TryCreate(email string) Expected[Tried] {
	r := change("CreateInvitation", http.MethodPost, rest.Path("accounts", c.account, "invites"), invitationCreate{email})
	return Expected[Tried]{
		call: rest.NewCall(c.rest, r, func(r *rest.Response) (Tried, error) {
			created, err := invitation(r)
			return Tried{Created: err == nil, Invitation: created}, err
		}),
		good: func(e *rest.Error) (Tried, bool) { return Tried{}, e.Code == codeInvited },
	}
}
