package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// Invitation is an open invitation as its creator and its addressee see it
// (§3). It has no role, dates or status: one that was answered is gone.
type Invitation struct {
	ID          string `json:"_id"` // UUID
	AccountID   string `json:"accountId"`
	AccountName string `json:"accountName"`
	DomainID    string `json:"domainId"` // the same as AccountID
	Email       string `json:"email"`
}

// AccountInvite is an open invitation as its account sees it: the address and
// nothing else (§4.1). Its JSON is a text.
type AccountInvite struct{ Email string }

// UnmarshalJSON reads the address.
func (i *AccountInvite) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &i.Email) }

// MarshalJSON writes the address.
func (i AccountInvite) MarshalJSON() ([]byte, error) { return json.Marshal(i.Email) }

// AccountInvites lists the addresses with an open invitation to the account:
// GET /accounts/{id}/invites (§4.1), for administrators, on servers of kind J
// for any member.
func (c *Client) AccountInvites(ctx context.Context) iter.Seq2[rest.Item[AccountInvite], error] {
	return list[AccountInvite](ctx, c, c.inAccount("AccountInvites", http.MethodGet, nil, "invites"))
}

// MyInvites lists the open invitations of the token's own user over all
// accounts: GET /invites/{email} (§4.2). Any other address, and the own one in
// another letter case, is an error of kind Credential.
func (c *Client) MyInvites(ctx context.Context, email string) iter.Seq2[rest.Item[Invitation], error] {
	return list[Invitation](ctx, c, rest.Get("MyInvites", rest.Path("invites", email)))
}

type invitationCreate struct {
	Email string `json:"email"`
}

// Create invites an address to the account: POST /accounts/{id}/invites (§4.3),
// for administrators. The new member will have RoleUser. The service checks and
// normalises nothing: the address is stored as given. Errors: Conflict for who
// is invited or a member already, Credential where the server asks for a
// captcha.
func (c *Client) Create(email string) rest.Call[Invitation] {
	r := c.inAccount("CreateInvitation", http.MethodPost, invitationCreate{email}, "invites")
	return rest.NewCall(c.rest, r, invitation)
}

type invitationStatus struct {
	Accept bool `json:"accept"`
}

// Accept makes the token's user a member: PUT /invites/{id}/status (§4.4), for
// the addressee alone. A second call is of kind NotFound. On servers of kind K
// the account can be used with a new token only.
func (c *Client) Accept(id string) rest.Call[Invitation] {
	return rest.NewCall(c.rest, answerInvitation("AcceptInvitation", id, true), invitation)
}

// Decline refuses an invitation, as Accept accepts it. The service says so with
// HTTP 200 and {"code":204} (§4.4).
func (c *Client) Decline(id string) rest.Call[struct{}] {
	return rest.NewCall(c.rest, answerInvitation("DeclineInvitation", id, false), declined)
}

func answerInvitation(name, id string, accept bool) rest.Request {
	r := request(name, http.MethodPut, rest.Path("invites", id, "status"), invitationStatus{accept})
	r.Refuse = refusal(CheckInviteID(id))
	return r
}

func invitation(r *rest.Response) (Invitation, error) {
	item, err := one[Invitation](r)
	if err == nil && item.Value.ID == "" {
		err = errors.New("it has no invitation")
	}
	return item.Value, err
}

// declined takes any answer but one with a code that is no success.
func declined(r *rest.Response) (struct{}, error) {
	if p, ok := readErrorBody(r.Body); ok && p.code != "" && p.code[0] != '2' {
		return struct{}{}, r.Misread(errors.New("it has the code " + p.code))
	}
	return rest.Ignore(r)
}

const caller = "me" // in the place of an address (§4.5)

// Delete is DELETE /accounts/{id}/invites/{email} (§4.5), for administrators.
// One route does two things: it withdraws the invitation of the address, and it
// removes a member of that address. The answers 200, and 404 with code 2404,
// say that it arrived and not what it did: the lists tell. "me" is refused; see
// Leave.
func (c *Client) Delete(email string) rest.Call[struct{}] {
	r := c.inAccount("DeleteInvitation", http.MethodDelete, nil, "invites", email)
	if strings.EqualFold(email, caller) {
		r.Refuse = badInput(`the service takes "me" for whoever calls: that is no address`, "")
	}
	return c.deletion(r)
}

// Leave takes the token's own user out of the account: Delete of "me" (§4.5). On
// servers of kind K only administrators can. The only administrator is refused,
// kind Failed.
func (c *Client) Leave() rest.Call[struct{}] {
	return c.deletion(c.inAccount("LeaveAccount", http.MethodDelete, nil, "invites", caller))
}

func (c *Client) deletion(r rest.Request) rest.Call[struct{}] {
	return rest.NewCall(c.rest, r, rest.Ignore).OnError(func(_ context.Context, e *rest.Error) (struct{}, error) {
		switch {
		case e.Status == http.StatusNotFound && e.Code == codeUserNotFound:
			return struct{}{}, nil
		case e.Status == http.StatusNotFound && e.Err != nil: // it was cut before its code came
			e.Kind, e.Message = rest.Unknown, "the outcome is unknown: "+e.Message
		}
		return struct{}{}, e
	})
}
