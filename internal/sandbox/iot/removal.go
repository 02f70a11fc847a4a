package iot

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
