package ixon

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// NeedsCode reports that the service wants a one-time password for a sign-in
// that was tried without one (§2, §3.1): ask for it and sign in again. "2FA is
// required" is none of these: a role demands a second factor of an account
// that has none.
func NeedsCode(err error) bool { return saying(err, wantsCode) }

// WrongCode reports that the one-time password or backup code of a sign-in was
// wrong, or right too late (§2): ask for the one of now.
func WrongCode(err error) bool { return saying(err, refusesCode) }

// TooManyTries reports that the service takes no more sign-ins for now (§2,
// §4): asking again would only make it last longer.
func TooManyTries(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && e.Status == http.StatusTooManyRequests ||
		saying(err, func(text string) bool { return containsAny(text, "too many tries", "login is rate limited") })
}

func wantsCode(text string) bool { return codeNamed(text) && strings.Contains(text, "required") }

func refusesCode(text string) bool {
	return codeNamed(text) && containsAny(text, "incorrect", "invalid", "wrong", "expired")
}

func codeNamed(text string) bool {
	return containsAny(text, "two factor", "one time password", "one time code", "backup code")
}

// saying looks at what the service said: each entry by itself, or the whole
// where the answer was no proper envelope.
func saying(err error, is func(string) bool) bool {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return false
	}
	entries := slices.ContainsFunc(e.Fields, func(f rest.Field) bool { return is(plain(f.Message)) })
	return entries || len(e.Fields) == 0 && is(plain(e.Message))
}

// plain is a message as it is compared: the service's own wording may differ
// from what its portal shows in case and hyphens.
func plain(message string) string {
	return strings.ReplaceAll(strings.ToLower(message), "-", " ")
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
