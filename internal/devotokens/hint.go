package devotokens

import (
	"net/http"
	"strings"
)

const (
	hintToken   = `the token must be of the type "Credentials API" and its user needs a role with the permission "API Credentials"`
	hintRegion  = "a token of another region is refused as well"
	hintExpired = "the token is wrong, has expired, was disabled or deleted, or belongs to another region"
	hintSigned  = "for this API only tokens are documented, not signed calls; check the API key, its secret and this machine's clock"
	hintGone    = "check the id, and that the account is the right one"
	hintTail    = "where the domain is part of a multitenant, the account needs its tail: domain@multitenant"
)

// hint is the way out; known tells that the answer is one of the service's own
// error bodies.
func (v verdict) hint(status int, p problem, known bool) string {
	var parts []string
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		parts = append(parts, v.hintRefused(status, p))
	case status == http.StatusNotFound && !known:
		parts = append(parts, "check the region or URL, or try the other path style: --path-style "+otherStyle(v.settings.PathStyle))
	case status == http.StatusNotFound:
		parts = append(parts, hintGone)
	}
	if status == http.StatusNotFound || status == http.StatusBadRequest {
		if !strings.Contains(v.settings.Account, "@") {
			parts = append(parts, hintTail)
		}
		if v.signed {
			parts = append(parts, "a wrong signature may be answered like this: "+hintSigned) // §2.2: seen as 404
		}
	}
	return strings.Join(parts, "; ")
}

// hintRefused tells a token that is not good any more from one that is not
// enough, where the service does (§3.5: code 5). Which of them a 401 means is
// not public.
func (v verdict) hintRefused(status int, p problem) string {
	message := strings.ToLower(p.message)
	switch {
	case v.signed:
		return hintSigned
	case p.code == "5", strings.Contains(message, "expired"), strings.Contains(message, "invalid token"), strings.Contains(message, "token invalid"):
		return hintExpired
	case status == http.StatusUnauthorized:
		return hintExpired + "; " + hintToken
	}
	return hintToken + "; " + hintRegion
}
