package intrexx

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

const (
	scheme     = "Bearer "
	tokenLife  = time.Hour // contract §1.2
	msgNoToken = "the token is missing, invalid or expired"
)

// claims are the payload of a token; times are seconds since 1970.
type claims struct {
	Subject string `json:"sub"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
}

// token makes a JWT, signed with the state's secret (contract §1.2).
func (v *view) token() string {
	payload, err := json.Marshal(claims{v.facts.User, v.now.Unix(), v.now.Add(tokenLife).Unix()})
	v.fail(err)
	said := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		base64.RawURLEncoding.EncodeToString(payload)
	return said + "." + v.signature(said)
}

func (v *view) signature(said string) string {
	mac := hmac.New(sha256.New, []byte(v.facts.Secret))
	mac.Write([]byte(said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// signedIn reports whether the call has a good token.
func (c *call) signedIn() bool {
	token, found := strings.CutPrefix(c.r.Header.Get("Authorization"), scheme)
	at := strings.LastIndexByte(token, '.')
	if !found || at < 0 || !hmac.Equal([]byte(token[at+1:]), []byte(c.signature(token[:at]))) {
		return false
	}
	_, payload, _ := strings.Cut(token[:at], ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	var known claims
	return err == nil && json.Unmarshal(raw, &known) == nil && c.now.Before(time.Unix(known.Expires, 0))
}
