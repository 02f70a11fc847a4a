package intrexx

import (
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"time"
)

const (
	// mostSignIns an address has, good and bad ones, before it is blocked. The
	// number is public, the window is not (contract §1.2).
	mostSignIns  = 50
	signInWindow = time.Hour
)

// signIns counts an address's sign-ins, from the first one of each window.
type signIns struct {
	Count int       `json:"count"`
	Since time.Time `json:"since"`
}

// signIn is POST /auth: the token is the whole body. Its refusals are answers,
// so that they are counted.
func (c *call) signIn() (answer, error) {
	if left := c.countSignIn(); left > 0 {
		p := refuse(http.StatusTooManyRequests, "too many sign-ins from this address")
		p.retryAfter = int((left + time.Second - 1) / time.Second)
		return c.turnedAway(p), nil
	}
	body, err := c.object()
	if err == nil {
		err = merge(document{"name": "", "password": ""}, body)
	}
	if err == nil {
		err = need(body, "name", "password")
	}
	if p := new(problem); errors.As(err, &p) {
		return c.turnedAway(p), nil
	}
	if !same(text(body, "name"), c.facts.User) || !same(text(body, "password"), c.facts.Password) {
		return c.turnedAway(refuse(http.StatusUnauthorized, "name or password is wrong")), nil
	}
	return asText(http.StatusOK, c.token()), nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// countSignIn counts a try of the caller's address and returns how long the
// address is blocked; 0 when it is not.
func (c *call) countSignIn() time.Duration {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		host = c.r.RemoteAddr
	}
	key := prefixSignIns + host
	n := get[signIns](c.view, key)
	if n == nil || !c.now.Before(n.Since.Add(signInWindow)) {
		n = &signIns{Since: c.now}
	}
	if n.Count >= mostSignIns {
		return n.Since.Add(signInWindow).Sub(c.now)
	}
	n.Count++
	c.put(key, n)
	return 0
}
