package devo

import (
	"net/http"
	"strings"
)

// admit finds out who calls and whether they may.
func (c *call) admit() error {
	account, err := c.authenticate()
	if err != nil {
		return err
	}
	// The name is compared whole: without the tail it names no account
	// (contract §4). Of the accounts of others nothing is told.
	if c.account != account {
		return noAccount(c.account)
	}
	if c.caller.right < c.op.right {
		return refuse(http.StatusForbidden, "The role of the user lacks the permission API Credentials at level %s", c.op.right)
	}
	return c.checkMedia()
}

// authenticate sets the caller and returns the account that the credentials
// belong to.
func (c *call) authenticate() (account string, err error) {
	if c.r.Header.Get(signHeader) != "" {
		if !c.signed() {
			return "", badToken()
		}
		// An access key acts with all rights in its domain (contract §2.1).
		c.caller = personOf(c.known.Account, adminEmail)
		return c.known.Account, nil
	}
	t := c.tokenByValue(tokenIn(c.r.Header))
	if t == nil || !t.works(c.now) {
		return "", badToken()
	}
	if c.caller = personOf(t.Account, t.User); c.caller == nil {
		return "", badToken()
	}
	if !t.hasAudience(c.made.Audience) {
		return "", refuse(http.StatusForbidden, "The token is not of type Credentials API")
	}
	return t.Account, nil
}

// tokenIn is the value in either header that the hosts of this API know
// (contract §2.1); "" when there is none.
func tokenIn(h http.Header) string {
	if given := h.Get("Authorization"); given != "" {
		value, _ := strings.CutPrefix(given, "Bearer ")
		if value == given {
			return "" // another scheme
		}
		return value
	}
	return h.Get("standAloneToken")
}
