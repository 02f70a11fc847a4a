package iot

import "encoding/json"

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
