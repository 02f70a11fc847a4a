package ixon

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"
)

func tokenOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.token },
		bucket: sharedBucket(bTokens),
		load: func(c *call, id string, value []byte) any {
			// One sees one's own tokens, and those that still work.
			if t := decode[token](c.view, id, value); t != nil && t.User == c.caller.ID && t.Expires > c.now && !t.Hidden {
				return t
			}
			return nil
		},
	}
	return []operation{
		{rel: "AccessTokenList", method: "GET", path: "/access-tokens", serve: list.list},
		{rel: "AccessTokenList", method: "POST", path: "/access-tokens", auth: authBasic, noFilters: true, serve: signIn},
		{rel: "AccessTokenList", method: "DELETE", path: "/access-tokens", serve: revokeTokens},
		{rel: "MyAccessToken", method: "GET", path: "/access-tokens/me", noFilters: true, serve: showMyToken},
		{rel: "MyAccessToken", method: "DELETE", path: "/access-tokens/me", serve: signOut},
		{rel: "AccessToken", method: "GET", path: "/access-tokens/{publicId}", serve: list.get},
		{rel: "AccessToken", method: "DELETE", path: "/access-tokens/{publicId}", serve: revokeTokens},
	}
}

// tokenSchema is contract §3.2. secretId and user are not in it: they are part
// of the answer that makes a token, and of no other.
func tokenSchema() *schema {
	made := &schema{bare: true, fields: []field{
		optional("ip", func(t *token) string { return t.IP }),
		moment("on", func(t *token) instant { return t.Created }),
		optional("userAgent", func(t *token) string { return t.Agent }),
	}}
	self := func(_ *view, t *token) *token { return t }
	return &schema{unasked: "expiresOn", fields: []field{
		text("publicId", func(t *token) string { return t.ID }),
		moment("expiresOn", func(t *token) instant { return t.Expires }),
		one("geoLocation", placeSchema[token](), self),
		one("created", made, self),
		raw("scope", `{"type":"unrestricted"}`, func(t *token) json.RawMessage { return t.Scope }),
		never("ssoIdentityProvider", namedSchema()),
	}}
}

// placeSchema is where everybody of the sandbox is.
func placeSchema[T any]() *schema {
	return &schema{bare: true, fields: []field{
		text("latitude", func(*T) string { return "51.92" }),
		text("longitude", func(*T) string { return "4.48" }),
		text("country", func(*T) string { return "NL" }),
		text("city", func(*T) string { return "Rotterdam" }),
	}}
}

// hashSecret is what is kept of a secret: 32 random characters need no salt.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (v *view) tokenBySecret(secret string) *token {
	id := v.shared(bSecrets).Get([]byte(hashSecret(secret)))
	return fetch[token](v, v.shared(bTokens), string(id))
}

func (v *view) putToken(t *token, secret string) {
	if t.ID == "" {
		t.ID = v.s.publicID()
	}
	t.Hash = hashSecret(secret)
	v.Put(v.shared(bTokens), t.ID, t)
	v.Fail(v.shared(bSecrets).Put([]byte(t.Hash), []byte(t.ID)))
}

func (v *view) dropToken(t *token) {
	v.Drop(v.shared(bTokens), t.ID)
	v.Drop(v.shared(bSecrets), t.Hash)
}

func (v *view) tokensOf(userID string) []*token {
	var held []*token
	for _, t := range every[token](v, v.shared(bTokens)) {
		if t.User == userID {
			held = append(held, t)
		}
	}
	return held
}

func showMyToken(c *call) (answer, error) {
	sel, _, err := c.query(c.s.shapes.token)
	if err != nil {
		return answer{}, err
	}
	return answer{data: sel.append(nil, c.view, c.token)}, nil
}

func signOut(c *call) (answer, error) {
	c.dropToken(c.token)
	return nothing(), nil
}

func revokeTokens(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		t := fetch[token](c.view, c.shared(bTokens), id)
		if t == nil || t.User != c.caller.ID {
			f.missing()
			return
		}
		c.dropToken(t)
	})
}

// The range of expiresIn, in seconds (contract §3.1).
const (
	minExpiresIn = 60
	maxExpiresIn = 5184000
)

// newToken is the record behind the answer of a sign-in.
type newToken struct {
	*token
	secret string
	user   *user
}

func newTokenSchema() *schema {
	who := &schema{fields: []field{
		text("publicId", func(u *user) string { return u.ID }),
		text("name", func(u *user) string { return u.Name }),
		optional("emailAddress", func(u *user) string { return u.Email }),
	}}
	return &schema{unasked: "expiresOn,secretId,user(publicId,name),ssoIdentityProvider", fields: []field{
		text("publicId", func(t *newToken) string { return t.ID }),
		moment("expiresOn", func(t *newToken) instant { return t.Expires }),
		text("secretId", func(t *newToken) string { return t.secret }),
		one("user", who, func(_ *view, t *newToken) *user { return t.user }),
		never("ssoIdentityProvider", namedSchema()),
		raw("scope", `{"type":"unrestricted"}`, func(t *newToken) json.RawMessage { return t.Scope }),
	}}
}

// signIn makes an access token from e-mail, one-time password and password.
func signIn(c *call) (answer, error) {
	who, from, err := c.basicCaller()
	if err != nil {
		return answer{}, err
	}
	sel, _, err := c.query(c.s.shapes.newToken)
	if err != nil {
		return answer{}, err
	}
	t := &newToken{token: &token{User: who.ID, App: c.app.ID, Created: c.now}, secret: c.s.Random.Secret(32), user: who}
	t.Agent = c.r.UserAgent()
	t.IP, _, _ = net.SplitHostPort(c.r.RemoteAddr)
	err = c.one(func(f *form) {
		var seconds int64
		given, _ := f.take("expiresIn", true, false, &seconds)
		f.require(!given || seconds >= minExpiresIn && seconds <= maxExpiresIn, "expiresIn")
		t.Expires = c.now.add(time.Duration(seconds) * time.Second)
		t.Device, _ = f.nullText("trustedDeviceName", 1, 255)
		t.Scope = c.readScope(f)
	})
	if err != nil {
		return answer{}, err
	}
	c.remember(from, t)
	c.putToken(t.token, t.secret)
	who.LastSeen = c.now
	c.putUser(who)
	return answer{typ: "AccessTokenCreateResponse", data: sel.append(nil, c.view, t)}, nil
}

// basicCaller checks `Basic base64(email:otp:password)`; an empty one-time
// password is asked for from those who have a second factor and come from no
// trusted device. The device is nil where the call names none.
func (c *call) basicCaller() (*user, *device, error) {
	refused := func(message string) (*user, *device, error) {
		return nil, nil, refuse(http.StatusUnauthorized, message, "Authorization")
	}
	encoded, isBasic := strings.CutPrefix(c.r.Header.Get("Authorization"), "Basic ")
	plain, err := base64.StdEncoding.DecodeString(encoded)
	parts := strings.SplitN(string(plain), ":", 3)
	if !isBasic || err != nil || len(parts) != 3 {
		return refused(msgInvalidValue)
	}
	who := c.userByEmail(parts[0])
	if who == nil {
		return refused("Unknown user")
	}
	known := c.credentials()
	if who.SSO || who.Service || !same(parts[2], known.Password) {
		return refused("Basic authentication failed")
	}
	from, err := c.presented(who)
	switch {
	case err != nil:
		return nil, nil, err
	case who.OTP == "", parts[1] == "" && from.trusted():
	case parts[1] == "":
		return refused("Two Factor Authentication required")
	case !same(parts[1], known.OTP):
		return refused("Incorrect two-factor one-time password.")
	}
	return who, from, nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
