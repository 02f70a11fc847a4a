package iot

import "unicode/utf8"

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
