package iot

import "strconv"

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
