package iot

import "net/http"

// roleIn is the caller's role in an account, "" for none. Ids are compared as
// text. J looks roles up, and keeps to those of the token where somebody was
// removed since; K knows nothing but the token (contract §2).
func (c *call) roleIn(account string) string {
	if c.token == nil {
		return ""
	}
	if c.facts.Dialect == DialectJ {
		if role := c.caller.Accounts[account]; role != "" {
			return role
		}
	}
	return c.token.Roles[account]
}

func (c *call) admitted(need right) bool {
	switch need {
	case anyone:
		return true
	case person:
		return c.token != nil
	case member:
		return c.roleIn(c.param("account")) != ""
	case admin:
		return c.roleIn(c.param("account")) == roleAdmin
	}
	return false
}

// stray answers where no operation stands. K says so; the guard of J refuses
// all that its table does not know, and the table knows some paths by their
// beginning only (contract §6, §4.2, §4.5).
func (c *call) stray() answer {
	if c.facts.Dialect == DialectK || c.passesTable() {
		return noRoute(c.r)
	}
	return guarded(c.facts.Dialect)
}

func (c *call) passesTable() bool {
	if c.token == nil || len(c.segments) < 3 || c.segments[0] != "api" || c.segments[2] == "" {
		return false
	}
	switch method := c.r.Method; c.segments[1] {
	case "accounts":
		role := c.roleIn(c.segments[2])
		return role != "" && method == http.MethodGet ||
			role == roleAdmin && (method == http.MethodPut || method == http.MethodDelete)
	case "users":
		return method == http.MethodGet || method == http.MethodPut || method == http.MethodDelete
	case "invites":
		return method == http.MethodGet
	}
	return false
}
