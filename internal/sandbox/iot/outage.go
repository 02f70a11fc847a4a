package iot

import "net/http"

// withoutDatabase answers what the platform was seen to answer with its
// database down (contract, "seen on the real server"): a list is "not found",
// creating an invitation is a 500 and done all the same, and accepting one ends
// the server process. What was not seen is a 500.
func (c *call) withoutDatabase(op *operation) answer {
	switch op.method + " " + op.path {
	case "GET api/health", "GET api/time":
		return op.serve(c)
	case "POST api/auth/token":
		if c.facts.Dialect == DialectK { // Keycloak has a database of its own
			return op.serve(c)
		}
		return notAuthorized()
	case "GET api/auth/tokenInfo":
		// J finds none of the token's accounts: they stay, without a name.
		if c.facts.Dialect == DialectJ {
			c.caller = &user{ID: c.caller.ID}
		}
		return op.serve(c)
	case "GET api/auth/me", "GET auth/me", "GET api/users/{user}":
		return noUser()
	case "GET api/accounts/{account}/invites", "GET api/invites/{email}":
		return refuse(http.StatusNotFound, 10404, "Invitation not found")
	case "POST api/accounts/{account}/invites":
		if made := op.serve(c); made.Status != http.StatusCreated {
			return made
		}
		return broken()
	case "DELETE api/accounts/{account}/invites/{email}", "DELETE api/accounts/{account}/invites/me":
		return refuse(http.StatusInternalServerError, 10500, "Invitation not deleted")
	case "PUT api/invites/{invite}/status":
		c.dies = true
		return answer{}
	}
	return broken()
}
