package iot

import (
	"time"
	"unicode"
	"unicode/utf8"

	"unictl/internal/sandbox/service"
)

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
	secret := v.s.Random.Secret(refreshLength)
	v.save(bRefresh, u.ID, service.Hash(v.facts.Key, secret))
	return secret
}

func (v *view) hasRefresh(userID, secret string) bool {
	kept := get[string](v, bRefresh, userID)
	return kept != nil && *kept == service.Hash(v.facts.Key, secret)
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

// longest is how long an address can be before the database refuses it.
const longest = 255

// register is POST /users (contract §5). A mail with the activation token goes
// out; in the sandbox the token stays in the state.
func (c *call) register() answer {
	body, refused, ok := c.check(c.withCaptcha(field{name: "email", kind: "string"},
		field{name: "password", kind: "string"}, field{name: "termsAndConditions", kind: "boolean"})...)
	if !ok {
		return refused
	}
	if refused, ok := c.human(body); !ok {
		return refused
	}
	email, password := body["email"].(string), body["password"].(string)
	switch {
	case email == "":
		return invalid()
	case body["termsAndConditions"] != true:
		return refuse(400, 2405, "Terms and Conditions are not accepted")
	case weak(password):
		return refuse(400, 2401, "Password too Weak")
	case utf8.RuneCountInString(email) > longest:
		return broken()
	case c.userByEmail(email) != nil:
		return refuse(409, 2409, "User already exists")
	}
	u := &user{ID: c.s.Random.UUID(), Email: email, Created: c.millis(), Unverified: true, Activation: c.s.Random.Secret(32), Salt: c.s.Random.Secret(16)}
	u.Hash = service.Hash(u.Salt, password)
	c.putUser(u)
	return asJSON(201, c.profile(u, struct{}{}))
}

// weak passwords are short, or lack an upper-case letter, a lower-case one or
// a digit. The platform measures entropy; what it demands is not documented.
func weak(password string) bool {
	var upper, lower, digit bool
	for _, r := range password {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
		digit = digit || unicode.IsDigit(r)
	}
	return utf8.RuneCountInString(password) < 8 || !upper || !lower || !digit
}

// activate is POST /users/activate.
func (c *call) activate() answer {
	body, refused, ok := c.check(field{name: "token", kind: "string"})
	if !ok {
		return refused
	}
	token, _ := body["token"].(string)
	for u := range c.everyone {
		if u.Activation != "" && u.Activation == token {
			c.verified(u)
			return empty(200)
		}
	}
	return refuse(400, 2406, "Invalid interaction token")
}

func (v *view) verified(u *user) {
	u.Unverified, u.Activation = false, ""
	v.putUser(u)
}
