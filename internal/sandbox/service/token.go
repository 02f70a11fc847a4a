package service

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Signer makes JSON Web Tokens and knows them again. Whatever their header
// says, nobody but the sandbox has to check them.
type Signer struct {
	Key   string
	Realm string // tokens of another one are not good
}

// Sign makes a token of two values that can be rendered.
func (s Signer) Sign(header, payload any) string {
	said := base64.RawURLEncoding.EncodeToString(Encode(header)) + "." + base64.RawURLEncoding.EncodeToString(Encode(payload))
	return said + "." + s.signature(said)
}

// Signed reports whether a token was made here.
func (s Signer) Signed(token string) bool {
	at := strings.LastIndexByte(token, '.')
	return at > 0 && Same(token[at+1:], s.signature(token[:at]))
}

func (s Signer) signature(said string) string {
	mac := hmac.New(sha256.New, []byte(s.Key))
	mac.Write([]byte(s.Realm + said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// TokenPart decodes the header (0) or the payload (1) of a token, without
// checking anything.
func TokenPart(token string, n int) (json.RawMessage, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[n])
	return data, err == nil && json.Valid(data)
}

// Hash is what is kept of a secret.
func Hash(salt, secret string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

// Same compares two secrets.
func Same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
