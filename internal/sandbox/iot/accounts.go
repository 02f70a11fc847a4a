package iot

const (
	// mostAccounts one person may have in K (contract §5).
	mostAccounts = 30
	codeLife     = 60 * 60 * 1000 // milliseconds an activation code is good for
)

// accountView is an account as its members see it, activation code included.
type accountView struct {
	Name        string          `json:"name"`
	Code        string          `json:"activation_code"`
	CodeExpires int64           `json:"activation_code_expire_date"`
	Settings    accountSettings `json:"settings"`
	Attributes  *struct{}       `json:"attributes"` // null
	Created     int64           `json:"created"`
	Updated     int64           `json:"updated"`
	ID          string          `json:"id"`
}

type accountSettings struct {
	TrackSensorHealth bool `json:"trackSensorHealth"`
}

func viewOf(a *account) accountView {
	return accountView{Name: a.Name, Code: a.Code, CodeExpires: a.CodeExpires, Created: a.Created, Updated: a.Created, ID: a.ID}
}

func (v *view) newAccount(name string) *account {
	a := &account{ID: v.s.random.UUID(), Name: name, Code: v.s.random.Secret(16), CodeExpires: v.millis() + codeLife, Created: v.millis()}
	v.save(bAccounts, a.ID, a)
	return a
}

// found is POST /accounts: whoever makes one administers it.
func (c *call) found() answer {
	body, refused, ok := c.check(field{name: "name", kind: "string"},
		field{name: "settings", kind: "object", optional: true}, field{name: "attributes", kind: "object", optional: true})
	if !ok {
		return refused
	}
	if body["name"] == "" {
		return invalid()
	}
	if c.facts.Dialect == DialectK && len(c.caller.Accounts) >= mostAccounts {
		return refuse(400, 3513, "User has reached maximum amount of accounts")
	}
	a := c.newAccount(body["name"].(string))
	c.caller.join(a.ID, roleAdmin)
	c.putUser(c.caller)
	return asJSON(201, viewOf(a))
}

// getAccount is GET /accounts/{id}.
func (c *call) getAccount() answer {
	a := c.account(c.param("account"))
	if a == nil {
		return noAccount()
	}
	return asJSON(200, viewOf(a))
}

// dissolve is DELETE /accounts/{id}; memberships and invitations go with it.
func (c *call) dissolve() answer {
	a := c.account(c.param("account"))
	if a == nil {
		return noAccount()
	}
	c.drop(bAccounts, a.ID)
	var gone []*invitation
	for i := range c.everyInvitation {
		if i.Account == a.ID {
			gone = append(gone, i)
		}
	}
	for _, i := range gone {
		c.withdraw(i)
	}
	var left []*user
	for u := range c.everyone {
		if u.Accounts[a.ID] != "" {
			left = append(left, u)
		}
	}
	for _, u := range left {
		delete(u.Accounts, a.ID)
		c.putUser(u)
	}
	return empty(204)
}
