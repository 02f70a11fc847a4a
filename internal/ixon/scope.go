package ixon

import (
	"net/http"
	"strings"
)

// scope says which headers an operation takes besides Api-Version (§1).
type scope uint8

const (
	application scope = 1 << iota // Api-Application
	bearer                        // Authorization: Bearer
	company                       // Api-Company
	branding                      // Api-Branding, sent only where it is required
	foreign                       // a credential other than the bearer: Basic or Invite

	open           scope = 0
	personal             = application | bearer
	administrative       = personal | company
)

// rules are the operations whose headers differ from administrative; the first
// that matches counts. An empty method is any, * one segment, ** any number at
// the end. The same table serves the typed methods and raw calls.
var rules = [...]struct {
	method, path string
	scope        scope
}{
	{"", "", open},
	{"", "server-time", open},
	{"", "server-validation", open},
	{"", "permissions", open},
	{http.MethodPost, "access-tokens", application | foreign},
	{"", "access-tokens/**", personal},
	{"", "companies/me", administrative},
	{"", "companies", personal},
	{"", "companies/*", personal},
	{http.MethodPost, "users", application | foreign},
	{http.MethodPost, "users/me/password", personal | branding},
	{http.MethodPost, "users/me/email-address-changes", personal | branding},
	{http.MethodPost, "users/me/otp-auth/disable", personal | branding},
	{http.MethodPost, "users/me/otp-auth/verify", personal | branding},
	{"", "users/me/**", personal},
	{"", "trusted-devices/**", personal},
	{"", "auth-tokens/**", personal},
	{"", "invites/me/**", application | foreign},
	{http.MethodPost, "invites", administrative | branding},
	{http.MethodPost, "invites/resend", administrative | branding},
	{http.MethodPost, "invites/*/resend", administrative | branding},
	{http.MethodPost, "invites/*/finish", personal},
	{http.MethodPost, "access-recover", application | branding},
	{http.MethodPost, "access-recover/me/finish", application | branding | foreign},
	{http.MethodPost, "registrations", administrative | branding},
	{http.MethodPost, "sso/registrations", administrative | branding},
	{http.MethodPost, "feedback", administrative | branding},
}

// scopeOf is the scope of an operation; path is relative to the base URL.
func scopeOf(method, path string) scope {
	for _, rule := range rules {
		if (rule.method == "" || rule.method == method) && matches(rule.path, path) {
			return rule.scope
		}
	}
	return administrative
}

func matches(pattern, path string) bool {
	for {
		want, morePattern, patternGoes := strings.Cut(pattern, "/")
		have, morePath, pathGoes := strings.Cut(path, "/")
		switch {
		case want != "*" && want != have, want == "*" && have == "":
			return false
		case patternGoes && morePattern == "**":
			return true
		case patternGoes != pathGoes:
			return false
		case !patternGoes:
			return true
		}
		pattern, path = morePattern, morePath
	}
}

// headerSets are the headers of every scope, made once: calls share them.
func (s Settings) headerSets() (sets [2 * branding]http.Header) {
	for at := range sets {
		sets[at] = s.headers(scope(at))
	}
	return sets
}

// headers are the headers of one call. A value that is missing is set empty,
// so that the guard can refuse the call by name.
func (s Settings) headers(of scope) http.Header {
	h := http.Header{}
	for _, header := range [...]struct {
		scope       scope
		name, value string
	}{
		{application, headerApplication, s.Application},
		{company, headerCompany, s.Company},
		{branding, headerBranding, s.Branding},
	} {
		if of&header.scope != 0 {
			h[header.name] = []string{header.value}
		}
	}
	return h
}

// Names of the headers of §1, as they stand in requests and in the
// propertyName of errors.
const (
	headerApplication = "Api-Application"
	headerCompany     = "Api-Company"
	headerBranding    = "Api-Branding"
	headerCredential  = "Authorization"
	headerDevice      = "Api-Device-Identifier"
)
