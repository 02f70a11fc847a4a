package iot

import (
	"encoding/json"
	"strconv"
)

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
	a := &account{ID: v.s.Random.UUID(), Name: name, Code: v.s.Random.Secret(16), CodeExpires: v.millis() + codeLife, Created: v.millis()}
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

// members is GET /accounts/{id}/users: here a person's accounts are bare roles.
func (c *call) members() answer {
	q := c.r.URL.Query()
	list := []profile{}
	for u := range c.everyone {
		if u.Accounts[c.param("account")] == "" || q.Has("email") && u.Email != q.Get("email") {
			continue
		}
		list = append(list, c.profile(u, u.Accounts))
	}
	if skip, err := strconv.Atoi(q.Get("skip")); err == nil && skip > 0 {
		list = list[min(skip, len(list)):]
	}
	if limit, err := strconv.Atoi(q.Get("limit")); err == nil && limit >= 0 {
		list = list[:min(limit, len(list))]
	}
	return asJSON(200, list)
}

// promote is PUT /accounts/{id}/users/{userId} (contract §5). To demote, or to
// name someone unknown, ends J's server process after a good answer. For K
// nothing is known of these; it refuses them.
func (c *call) promote() answer {
	body, refused, ok := c.check(field{name: "id", kind: "string"}, field{name: "accounts", kind: "object"})
	if !ok {
		return refused
	}
	account, id := c.param("account"), c.param("user")
	roles, _ := body["accounts"].(map[string]any)
	role, _ := roles[account].(string)
	if body["id"] != id || len(roles) != 1 || role != roleAdmin && role != roleUser {
		return invalid()
	}
	u := c.user(id)
	switch {
	case u == nil:
		return c.fatal(noUser())
	case u.Accounts[account] == roleAdmin && role != roleAdmin:
		return c.fatal(refuse(500, 2503, "Admin privileges cannot be reduced"))
	case u.Accounts[account] != "":
		u.join(account, role)
		c.putUser(u)
	}
	return empty(200)
}

// fatal is what the platform does not survive.
func (c *call) fatal(inK answer) answer {
	if c.facts.Dialect == DialectK {
		return inK
	}
	c.s.end()
	return empty(200)
}

// profile is a person as the API shows one (contract §5); K leaves three
// properties out. Accounts have two shapes.
type profile struct {
	ID       string `json:"id"`
	Email    string `json:"email"`
	Terms    *bool  `json:"termsAndConditions,omitempty"`
	Verified *bool  `json:"verified,omitempty"`
	Type     string `json:"type,omitempty"`
	Created  int64  `json:"created"`
	Updated  int64  `json:"updated"`
	Accounts any    `json:"accounts"`
}

func (v *view) profile(u *user, accounts any) profile {
	p := profile{ID: u.ID, Email: u.Email, Created: u.Created, Updated: u.Updated, Accounts: accounts}
	if v.facts.Dialect == DialectJ {
		terms, verified := true, !u.Unverified
		p.Terms, p.Verified, p.Type = &terms, &verified, "user"
	}
	return p
}

// nameAndRole is an account where a person looks at themselves.
type nameAndRole struct {
	Name string `json:"name"`
	Role string `json:"role"`
}

func (v *view) ownProfile(u *user) answer {
	accounts := map[string]nameAndRole{}
	for id, role := range u.Accounts {
		accounts[id] = nameAndRole{v.nameOf(id), role}
	}
	return asJSON(200, v.profile(u, accounts))
}

// me is GET /auth/me. K believes any token that can be read, and without one
// answers with a text.
func (c *call) me() answer {
	if c.caller != nil {
		return c.ownProfile(c.caller)
	}
	payload, readable := payloadOf(c.bearer())
	if !readable {
		return asText(401, msgNotAuthorized)
	}
	var said payloadK
	if json.Unmarshal(payload, &said) != nil {
		return noUser()
	}
	if u := c.user(said.Subject); u != nil {
		return c.ownProfile(u)
	}
	return noUser()
}

// getUser is GET /users/{id}: one's own id only; not even "me".
func (c *call) getUser() answer {
	if c.param("user") != c.caller.ID {
		return notAuthorized()
	}
	return c.ownProfile(c.caller)
}
