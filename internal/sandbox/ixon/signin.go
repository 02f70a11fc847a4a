package ixon

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"
)

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
	t := &newToken{token: &token{User: who.ID, App: c.app.ID, Created: c.now}, secret: c.s.ids.Secret(32), user: who}
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
