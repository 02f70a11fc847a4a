package iot

// refreshLength is how long J's refresh tokens are.
const refreshLength = 16

// refreshed is the answer to a refresh; the token is called jwt here.
type refreshed struct {
	JWT          string `json:"jwt"`
	RefreshToken string `json:"refreshToken"`
}

func noRefreshToken() answer     { return refuse(401, 15001, "Refresh token does not exist") }
func refreshFailed() answer      { return refuse(500, 15000, "Error Refreshing Access Token") }
func refreshTokenField() []field { return []field{{name: "refreshToken", kind: "string"}} }

// makeRefresh is POST /auth/refresh: one refresh token per person, a new one
// takes the old one's place.
func (c *call) makeRefresh() answer {
	if _, refused, ok := c.check(); !ok {
		return refused
	}
	return asJSON(200, map[string]string{"refreshToken": c.newRefresh(c.caller)})
}

// newRefresh keeps a hash only.
func (v *view) newRefresh(u *user) string {
	secret := v.s.random.Secret(refreshLength)
	v.save(bRefresh, u.ID, hashOf(v.facts.Key, secret))
	return secret
}

func (v *view) hasRefresh(userID, secret string) bool {
	kept := get[string](v, bRefresh, userID)
	return kept != nil && *kept == hashOf(v.facts.Key, secret)
}

// refresh is PUT /auth/refresh, with the access token that is to be replaced,
// which may have run out (contract §2).
func (c *call) refresh() answer {
	body, refused, ok := c.check(refreshTokenField()...)
	if !ok {
		return refused
	}
	given, _ := body["refreshToken"].(string)
	old := c.verify(c.bearer(), typeBearer)
	if c.facts.Dialect == DialectK {
		return c.refreshK(old, given)
	}
	if c.bearer() == "" {
		return invalid()
	}
	if old == nil {
		return guarded(DialectJ)
	}
	u := c.user(old.Subject)
	if u == nil || !c.hasRefresh(u.ID, given) {
		return noRefreshToken()
	}
	return asJSON(200, refreshed{JWT: c.tokenJ(u, lifeJRenewed), RefreshToken: c.newRefresh(u)})
}

// refreshK fails in one way only.
func (c *call) refreshK(old *claims, given string) answer {
	more := c.verify(given, typeRefresh)
	if old == nil || more == nil || old.Subject != more.Subject || !c.now.Before(more.Expires) {
		return refreshFailed()
	}
	u := c.user(old.Subject)
	if u == nil {
		return refreshFailed()
	}
	return asJSON(200, refreshed{JWT: c.tokenK(u, typeBearer, lifeK), RefreshToken: c.tokenK(u, typeRefresh, lifeRefreshK)})
}

// revokeRefresh is DELETE /auth/refresh/revoke.
func (c *call) revokeRefresh() answer {
	body, refused, ok := c.check(refreshTokenField()...)
	if !ok {
		return refused
	}
	if !c.hasRefresh(c.caller.ID, body["refreshToken"].(string)) {
		return noRefreshToken()
	}
	c.drop(bRefresh, c.caller.ID)
	return empty(200)
}
