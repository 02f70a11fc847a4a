package devo

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tokenLife is how long a token lives that is made here: whether and how a
// create could say it is not public (contract §3.1).
const tokenLife = 365 * day

// token is a stored token (contract §3.4). Its value is kept as it is, for
// this API hands it out again and again; it opens the sandbox only.
type token struct {
	ID       int64   `json:"-"`
	Account  string  `json:"account"`
	Name     string  `json:"name"`
	Owner    string  `json:"owner"`
	User     string  `json:"user"`
	Audience string  `json:"audience"`
	Scope    string  `json:"scope"`
	Active   bool    `json:"active"`
	Created  instant `json:"created"`
	Updated  instant `json:"updated"`
	Expires  instant `json:"expires,omitempty"` // 0 is never
	Value    string  `json:"value"`
}

func (t *token) key() []byte { return strconv.AppendInt(nil, t.ID, 10) }

// works reports whether the value lets anyone in.
func (t *token) works(now instant) bool {
	return t.Active && (t.Expires == 0 || t.Expires > now)
}

func (t *token) hasAudience(one string) bool {
	return slices.Contains(strings.Fields(t.Audience), one)
}

// shownTo is the value for its owner and its user, and a mask for anyone else
// (contract §2.1).
func (t *token) shownTo(email string) string {
	if strings.EqualFold(email, t.Owner) || strings.EqualFold(email, t.User) {
		return t.Value
	}
	sum := sha256.Sum256([]byte(t.Value))
	return "tk." + hex.EncodeToString(sum[:8]) + "." + t.Value[len(t.Value)-5:]
}

// field is one property of an object whose order and presence vary.
type field struct {
	name  string
	value any
}

// fields is a token as all answers show it: without its value.
func (v *view) fields(t *token) []field {
	all := []field{
		{"name", t.Name}, {"id", t.ID}, {"scope", t.Scope}, {"owner", t.Owner}, {"user", t.User},
		{"audience", t.Audience}, {"token_type", "Bearer"}, {"active", t.Active},
	}
	switch {
	case t.Expires != 0:
		all = append(all, field{"expiration", t.Expires.String()})
	case !v.made.OmitsExpiry:
		all = append(all, field{"expiration", nil})
	}
	all = append(all, field{"account", t.Account}, field{"created", t.Created.String()}, field{"updated", t.Updated.String()})
	switch {
	case t.Expires != 0:
		all = append(all, field{"expires_in_seconds", v.seconds(t)})
	case !v.made.OmitsExpiry:
		all = append(all, field{"expires_in_seconds", nil})
	}
	return all
}

// seconds is what is left of a token's life, or all of it: that is not public.
func (v *view) seconds(t *token) int64 {
	from := t.Created
	if v.made.CountsSeconds {
		from = v.now
	}
	return max(0, int64(t.Expires-from)/time.Second.Milliseconds())
}

func encodeObject(fields []field) []byte {
	b := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, encode(f.name)...), ':')
		b = append(b, encode(f.value)...)
	}
	return append(b, '}')
}
