package iot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

const (
	scheme = "Bearer "
	// How long tokens live (contract §2). Nothing is known of refresh tokens in K.
	lifeJ        = 24 * time.Hour
	lifeJRenewed = 365 * 24 * time.Hour
	lifeK        = time.Hour
	lifeRefreshK = 24 * time.Hour

	typeBearer, typeRefresh, typeID = "Bearer", "Refresh", "ID"
)

// claims are what a token says once its signature has been checked.
type claims struct {
	Subject string
	Roles   map[string]string // by account id
	Expires time.Time
}

// bearer takes the token from a request. Only this spelling of the scheme
// counts (contract §2).
func (c *call) bearer() string {
	token, _ := strings.CutPrefix(c.r.Header.Get("Authorization"), scheme)
	if token == c.r.Header.Get("Authorization") {
		return ""
	}
	return strings.TrimSpace(token)
}

// identify reads a good token; nil for none, a forged or an expired one.
func (c *call) identify() *claims {
	known := c.verify(c.bearer(), typeBearer)
	if known == nil || !c.now.Before(known.Expires) {
		return nil
	}
	return known
}

// sign makes a token. Its signature is this state's and dialect's own, whatever
// the header says: nobody but the sandbox has to check it.
func (v *view) sign(header, payload any) string {
	var parts [2]string
	for i, part := range []any{header, payload} {
		data, err := json.Marshal(part)
		v.fail(err)
		parts[i] = base64.RawURLEncoding.EncodeToString(data)
	}
	said := parts[0] + "." + parts[1]
	return said + "." + v.signature(said)
}

func (v *view) signature(said string) string {
	mac := hmac.New(sha256.New, []byte(v.facts.Key))
	mac.Write([]byte(string(v.facts.Dialect) + "." + said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// signed reports whether a token is one of this state and dialect.
func (v *view) signed(token string) bool {
	at := strings.LastIndexByte(token, '.')
	return at > 0 && hmac.Equal([]byte(token[at+1:]), []byte(v.signature(token[:at])))
}

// verify reads a token of a type, also an expired one; nil when it is not ours.
func (v *view) verify(token, kind string) *claims {
	if !v.signed(token) {
		return nil
	}
	raw, ok := payloadOf(token)
	if !ok {
		return nil
	}
	if v.facts.Dialect == DialectJ {
		return claimsJ(raw)
	}
	return claimsK(raw, kind)
}

// headerOf and payloadOf decode parts of a token without checking anything.
func headerOf(token string) (json.RawMessage, bool)  { return part(token, 0) }
func payloadOf(token string) (json.RawMessage, bool) { return part(token, 1) }

func part(token string, n int) (json.RawMessage, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[n])
	return data, err == nil && json.Valid(data)
}
