package iot

import "strings"

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
