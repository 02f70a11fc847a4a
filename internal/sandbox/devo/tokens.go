package devo

import (
	"net/http"
	"slices"
	"strings"
)

// listTokens answers a bare array of all tokens, without values. There are no
// pages, filters or sorting (contract §4).
func listTokens(c *call) (answer, error) {
	b := []byte{'['}
	odd := c.oddOne()
	for i, t := range c.tokensOf(c.account) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, encodeObject(c.shown(t, odd))...)
	}
	return answer{Kind: mediaJSON, Body: append(b, ']')}, nil
}

// getToken answers one token with its value, under a key of this state's own.
func getToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	all := append(c.shown(t, c.oddOne()), field{c.made.ValueKey, t.shownTo(c.caller.email)})
	return answer{Kind: mediaJSON, Body: encodeObject(all)}, nil
}

// createToken makes a token of name, user, audience and scopes (contract §3.1).
// Its id and value are found by reading: the answer need not have them.
func createToken(c *call) (answer, error) {
	in, err := c.properties("name", "user", "audience", "scopes")
	if err != nil {
		return answer{}, err
	}
	for _, name := range []string{"name", "user", "audience", "scopes"} {
		if strings.TrimSpace(in[name]) == "" {
			return answer{}, badRequest("Property %s is required", name)
		}
	}
	local, domain, _ := strings.Cut(in["user"], "@")
	if local == "" || domain == "" || strings.ContainsAny(in["user"], " \t\r\n") {
		return answer{}, badRequest("Property user is not an e-mail address")
	}
	if err := c.checkAudience(in["audience"]); err != nil {
		return answer{}, err
	}
	if err := checkScopes(in["scopes"]); err != nil {
		return answer{}, err
	}
	t := &token{Account: c.account, Name: in["name"], Owner: c.caller.email, User: in["user"],
		Audience: strings.Join(strings.Fields(in["audience"]), " "), Scope: strings.Join(strings.Fields(in["scopes"]), " "),
		Active: true, Created: c.now, Updated: c.now, Expires: c.now.add(tokenLife), Value: c.ids.Hex(16)}
	c.put(t)
	ans := c.told(c.made.Create, t)
	ans.Status = c.made.CreateStatus
	return ans, nil
}

// checkAudience holds the audiences against the caller's policies (contract §2.1).
func (c *call) checkAudience(list string) error {
	known := append(audiences(), c.made.Audience)
	for _, one := range strings.Fields(list) {
		if !slices.Contains(known, one) {
			return badRequest("Unknown audience %s", one)
		}
		if c.caller.audiences != nil && !slices.Contains(c.caller.audiences, one) {
			return refuse(http.StatusForbidden, "The policies of the user do not allow audience %s", one)
		}
	}
	return nil
}

// audiences is the published part of the list (contract §2.3).
func audiences() []string {
	return []string{"apiv2", "apiv2-admin", "aggregations", "alerts", "http"}
}

// checkScopes wants items of the form kind://what (contract §2.4).
func checkScopes(list string) error {
	for _, one := range strings.Fields(list) {
		kind, what, found := strings.Cut(one, "://")
		if !found || kind == "" || what == "" {
			return badRequest("Scope %s is malformed", one)
		}
	}
	return nil
}

func enableToken(c *call) (answer, error) { return c.activate(true, c.made.Enable) }

func disableToken(c *call) (answer, error) { return c.activate(false, c.made.Disable) }

// activate answers alike whether there was something to change or not.
func (c *call) activate(active bool, how form) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	if t.Active != active {
		t.Active, t.Updated = active, c.now
		c.put(t)
	}
	return c.told(how, t), nil
}

// renameToken says OK to an empty name and to none, and leaves the token as it
// is (contract §3.2).
func renameToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	in, err := c.properties("name")
	if err != nil {
		return answer{}, err
	}
	if name := in["name"]; strings.TrimSpace(name) != "" && name != t.Name {
		t.Name, t.Updated = name, c.now
		c.put(t)
	}
	return c.told(c.made.Rename, t), nil
}

func deleteToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	c.drop(t)
	return c.told(c.made.Delete, t), nil
}
