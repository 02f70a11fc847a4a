package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"

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
	return list[AccountInvite](ctx, c, "AccountInvites", rest.Path("accounts", c.account, "invites"))
}

// MyInvites lists the open invitations of the token's own user over all
// accounts: GET /invites/{email} (§4.2). Any other address, and the own one in
// another letter case, is an error of kind Credential.
func (c *Client) MyInvites(ctx context.Context, email string) iter.Seq2[rest.Item[Invitation], error] {
	return list[Invitation](ctx, c, "MyInvites", rest.Path("invites", email))
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
	r := change("CreateInvitation", http.MethodPost, rest.Path("accounts", c.account, "invites"), invitationCreate{email})
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
	return change(name, http.MethodPut, rest.Path("invites", id, "status"), invitationStatus{accept})
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
	if p, ok := readProblem(r.Body); ok && p.code != "" && p.code[0] != '2' {
		return struct{}{}, r.Misread(errors.New("it has the code " + p.code))
	}
	return rest.Ignore(r)
}
