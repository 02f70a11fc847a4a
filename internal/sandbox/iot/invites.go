package iot

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// invitationView is an invitation as the API shows it (contract §3).
type invitationView struct {
	ID          string `json:"_id"`
	AccountID   string `json:"accountId"`
	Email       string `json:"email"`
	DomainID    string `json:"domainId"`
	AccountName string `json:"accountName"`
}

func (v *view) shown(i *invitation) invitationView {
	return invitationView{ID: i.ID, AccountID: i.Account, Email: i.Email, DomainID: i.Account, AccountName: v.nameOf(i.Account)}
}

// invited is GET /accounts/{id}/invites: bare addresses (contract §4.1).
func (c *call) invited() answer {
	list := []string{}
	for i := range c.everyInvitation {
		if i.Account == c.param("account") {
			list = append(list, i.Email)
		}
	}
	return asJSON(200, list)
}

// invitations is GET /invites/{email}: one's own, by the address to the letter
// (contract §4.2).
func (c *call) invitations() answer {
	if c.param("email") != c.caller.Email {
		return notAuthorized()
	}
	list := []invitationView{}
	for i := range c.everyInvitation {
		if i.Email == c.caller.Email {
			list = append(list, c.shown(i))
		}
	}
	return asJSON(200, list)
}

// create is POST /accounts/{id}/invites. The address is not looked at: neither
// its form nor its case nor blanks around it (contract §4.3).
func (c *call) create() answer {
	body, refused, ok := c.check(c.withCaptcha(field{name: "email", kind: "string"})...)
	if !ok {
		return refused
	}
	if refused, ok := c.human(body); !ok {
		return refused
	}
	account, email := c.param("account"), body["email"].(string)
	switch {
	case email == "":
		return invalid()
	case c.account(account) == nil, utf8.RuneCountInString(email) > longest:
		return broken()
	case c.pending(account, email) != nil:
		return alreadyInvited()
	}
	if u := c.userByEmail(email); u != nil && u.Accounts[account] != "" {
		return alreadyInvited()
	}
	return asJSON(201, c.shown(c.invite(account, email)))
}

// respond is PUT /invites/{id}/status: the invited person accepts or declines.
// Its refusals are plain text (contract §4.4).
func (c *call) respond() answer {
	body, refused, ok := c.check(field{name: "accept", kind: "boolean"})
	if !ok {
		return refused
	}
	id := strings.ToLower(c.param("invite"))
	if !isUUID(id) {
		return asText(500, "Internal Server Error")
	}
	i := c.invitation(id)
	switch {
	case i == nil:
		return asText(404, "Invitation not found")
	case i.Email != c.caller.Email:
		return asText(401, msgNotAuthorized)
	}
	shown := c.shown(i)
	c.withdraw(i)
	if body["accept"] == false {
		return asJSON(200, refusal{Code: 204, Status: 204, Message: "Delete OK"})
	}
	c.enrol(c.caller, i.Account)
	return asJSON(200, shown)
}

// enrol makes a person a member, always as a mere user (contract §4.3).
func (v *view) enrol(u *user, account string) {
	if u.Accounts[account] == "" {
		u.join(account, roleUser)
		v.putUser(u)
	}
}

// isUUID reports whether s has the form of an identifier, in lower case.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// remove is DELETE /accounts/{id}/invites/{email}, which withdraws an
// invitation, removes a member and lets someone leave, in this order and
// whatever the answer says (contract §4.5).
func (c *call) remove() answer { return c.removeAddress(c.param("email")) }

// leave is the same for "me".
func (c *call) leave() answer { return c.removeAddress(c.caller.Email) }

func (c *call) removeAddress(email string) answer {
	if _, refused, ok := c.check(); !ok {
		return refused
	}
	account, own := c.param("account"), email == c.caller.Email
	if own && !c.otherAdmin(account, c.caller.ID) {
		return soleAdmin()
	}
	if i := c.pending(account, email); i != nil {
		c.withdraw(i)
	}
	u := c.userByEmail(email)
	switch {
	case u == nil:
		return noUser()
	case !own && u.Accounts[account] == roleAdmin:
		return notAuthorized()
	case u.Accounts[account] != "":
		delete(u.Accounts, account)
		c.putUser(u)
	}
	return asText(200, "OK")
}

// Accept plays the person behind an address, to the letter: who is new
// registers, confirms the address and accepts every invitation. It returns the
// person's id. Nothing to accept is an error that matches fs.ErrNotExist;
// someone who only has to confirm an address does that.
func (s *Service) Accept(_ context.Context, email string) (string, error) {
	var id string
	err := s.Change(func(v *view) (err error) {
		id, err = v.accept(email)
		return err
	})
	return id, err
}

func (v *view) accept(email string) (string, error) {
	var due []*invitation
	for i := range v.everyInvitation {
		if i.Email == email {
			due = append(due, i)
		}
	}
	u := v.userByEmail(email)
	switch {
	case len(due) == 0 && (u == nil || !u.Unverified):
		return "", fmt.Errorf("nobody has invited %s: %w", email, fs.ErrNotExist)
	case u == nil:
		if twin := v.twin(email); twin != "" {
			return "", fmt.Errorf("%s is registered as %s, and whoever that is never sees an invitation of another spelling: %w",
				email, twin, fs.ErrNotExist)
		}
		u = v.newUser(email)
	}
	v.verified(u)
	for _, i := range due {
		v.withdraw(i)
		v.enrol(u, i.Account)
	}
	return u.ID, nil
}

// twin is the registered address that differs from one in case only, or "".
func (v *view) twin(email string) string {
	for u := range v.everyone {
		if u.Email != email && strings.EqualFold(u.Email, email) {
			return u.Email
		}
	}
	return ""
}
