package ixon

import (
	"net/http"
	"strings"
)

const defaultBranding = "portal.ixon.cloud"

// admit checks headers, token, scope and rights (contract §1), in an order of
// its own: the service's is not public. Api-Company on operations that need none
// is ignored.
func (c *call) admit() error {
	c.checkVersion()
	if c.op.auth != authNone {
		c.checkApplication()
		c.checkAuthorization()
		if c.op.company {
			c.checkCompany()
		}
		c.checkBranding()
	}
	if err := c.faults.found(); err != nil {
		return err
	}
	if c.op.auth != authBearer {
		return nil
	}
	if !c.inScope() {
		return denied()
	}
	if c.op.company {
		return c.checkRights()
	}
	return nil
}

func (c *call) badHeader(status int, message, name string) {
	c.faults.add(status, message, name, nil)
}

func (c *call) checkVersion() {
	switch c.r.Header.Get("Api-Version") {
	case "2":
	case "":
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Version")
	default:
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Version")
	}
}

func (c *call) checkApplication() {
	id := c.r.Header.Get("Api-Application")
	if id == "" {
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Application")
		return
	}
	if isPublicID(id) {
		c.app = fetch[application](c.view, c.shared(bApps), id)
	}
	if c.app == nil {
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Application")
	}
}

func (c *call) checkAuthorization() {
	value := c.r.Header.Get("Authorization")
	if value == "" {
		c.badHeader(http.StatusUnauthorized, msgRequiredHeader, "Authorization")
		return
	}
	if c.op.auth == authBasic {
		return // the login itself looks into it
	}
	secret, isBearer := strings.CutPrefix(value, "Bearer ")
	if isBearer {
		c.token = c.tokenBySecret(secret)
	}
	// A service account's token is bound to that account's own application
	// (contract §3.3).
	if c.token == nil || c.token.Expires <= c.now ||
		c.token.Service && (c.app == nil || c.app.ID != c.token.App) {
		c.badHeader(http.StatusUnauthorized, msgInvalidValue, "Authorization")
		return
	}
	if c.caller = c.user(c.token.User); c.caller == nil {
		c.badHeader(http.StatusUnauthorized, msgInvalidValue, "Authorization")
	}
}

func (c *call) checkCompany() {
	id := c.r.Header.Get("Api-Company")
	switch {
	case id == "":
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Company")
	case !isCompanyID(id) || !c.enter(id):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Company")
	case c.caller != nil && !c.isMember(c.caller.ID):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Company")
	}
}

func (c *call) checkBranding() {
	host := c.r.Header.Get("Api-Branding")
	switch {
	case host == "" && c.op.branding:
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Branding")
	case host != "" && !strings.EqualFold(host, defaultBranding):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Branding")
	}
}
