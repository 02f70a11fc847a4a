package iot

import "time"

const (
	// lockedAfter so many wrong passwords a person is locked out, for
	// lockPerFailure each (contract §2).
	lockedAfter    = 10
	lockPerFailure = 3 * time.Second
)

// signedInK is K's answer to a sign-in.
type signedInK struct {
	Token        string `json:"token"`
	RefreshToken string `json:"refreshToken"`
	IDToken      string `json:"idToken"`
}

// signIn is POST /auth/token (contract §2). The user name is the address, to
// the letter.
func (c *call) signIn() answer {
	body, refused, ok := c.check(field{name: "username", kind: "string"}, field{name: "password", kind: "string"})
	if !ok {
		return refused
	}
	u := c.userByEmail(body["username"].(string))
	switch {
	case u == nil:
		return c.notSignedIn(notAuthorized())
	case c.locked(u):
		return c.notSignedIn(refuse(403, 2403, "Account locked"))
	case !u.knows(body["password"].(string)):
		c.countFailure(u)
		return c.notSignedIn(notAuthorized())
	case u.Unverified:
		return c.notSignedIn(refuse(401, 2402, "User's email not verified"))
	}
	c.drop(bFailures, u.ID)
	return c.signedIn(u)
}

func (c *call) signedIn(u *user) answer {
	if c.facts.Dialect == DialectJ {
		return asJSON(200, map[string]string{"token": c.tokenJ(u, lifeJ)})
	}
	return asJSON(200, signedInK{
		Token:        c.tokenK(u, typeBearer, lifeK),
		RefreshToken: c.tokenK(u, typeRefresh, lifeRefreshK),
		IDToken:      c.tokenK(u, typeID, lifeK),
	})
}

// notSignedIn tells why, in J; K has one text for all.
func (c *call) notSignedIn(why answer) answer {
	if c.facts.Dialect == DialectK {
		return asText(401, msgNotAuthorized)
	}
	return why
}

func (c *call) locked(u *user) bool {
	f := get[failures](c.view, bFailures, u.ID)
	return f != nil && f.Count >= lockedAfter &&
		c.now.Before(time.UnixMilli(f.Last).Add(time.Duration(f.Count)*lockPerFailure))
}

func (c *call) countFailure(u *user) {
	f := get[failures](c.view, bFailures, u.ID)
	if f == nil {
		f = &failures{}
	}
	f.Count++
	f.Last = c.millis()
	c.save(bFailures, u.ID, f)
}

// tokenInfo is GET /auth/tokenInfo (contract §2).
func (c *call) tokenInfo() answer {
	if c.facts.Dialect == DialectJ {
		return c.infoJ()
	}
	return c.infoK()
}

// renew is PUT /v1/auth/me in J: a new token for a valid one.
func (c *call) renew() answer {
	return asJSON(200, map[string]string{"token": c.tokenJ(c.caller, lifeJ)})
}
