package devotokens

import (
	"strings"
	"unicode"
)

// CheckAccount says what is wrong with an account: a domain's name, with
// @multitenant behind it where the domain is part of one (§4). Which characters
// a name may have is not public, so only what cannot be one is refused. The
// value itself is not repeated: a token pasted in its place must not be shown.
// The error is a *rest.Error of kind BadInput.
func CheckAccount(s string) error {
	domain, tail, multitenant := strings.Cut(s, "@")
	odd := strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`/\?#`, r) })
	switch {
	case s == "":
		return badInput("no account is set", "the account is the name of the domain, like my_domain or my_domain@multitenant")
	case odd || domain == "" || multitenant && (tail == "" || strings.Contains(tail, "@")):
		return badInput("the account must be the name of a domain, with at most one @multitenant behind it", "it looks like my_domain or my_domain@multitenant")
	}
	return nil
}

// CheckScope says what is wrong with one scope: kind://pattern, and no blanks,
// since a blank would make two of it (§2.4). The error is a *rest.Error of kind
// BadInput.
func CheckScope(s string) error {
	kind, pattern, ok := strings.Cut(s, "://")
	if ok && kind != "" && pattern != "" && !strings.ContainsFunc(s, unicode.IsSpace) {
		return nil
	}
	return badInput("a scope must have the form kind://pattern, without blanks", "it looks like table://my.app.web.access or level://admin")
}

// CheckName says what is wrong with the name of a token. Devo answers OK to an
// empty one and changes nothing (§3.2). The error is a *rest.Error of kind
// BadInput.
func CheckName(s string) error {
	if strings.TrimSpace(s) != "" {
		return nil
	}
	return badInput("the name of a token must not be empty or blank", "Devo would answer OK and leave the name as it is")
}
