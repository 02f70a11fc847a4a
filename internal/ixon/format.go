package ixon

import (
	"fmt"
	"strings"
	"unicode"
)

// IsPublicID reports whether s has the form of the id of a user, invite, role,
// group, membership, token or audience: 12 letters and digits (§7). Companies
// have a longer one, see CheckCompany.
func IsPublicID(s string) bool {
	return len(s) == 12 && strings.IndexFunc(s, notAlphanumeric) < 0
}

// CheckApplication says what is wrong with an Application ID (§7). The value
// itself is not repeated: a token pasted in its place must not be shown. The
// error is a *rest.Error of kind BadInput.
func CheckApplication(s string) error {
	if IsPublicID(s) {
		return nil
	}
	return badInput(fmt.Sprintf("the Application ID must be 12 letters and digits, not %d characters of this form", len(s)),
		"it looks like RPHHg5LaTtQg; IXON's support gives it out, and each service account has its own")
}

// CheckCompany says what is wrong with a company's publicId (§7): five groups
// of four digits. The error is a *rest.Error of kind BadInput.
func CheckCompany(s string) error {
	groups := strings.Split(s, "-")
	ok := len(groups) == 5
	for _, group := range groups {
		ok = ok && len(group) == 4 && strings.IndexFunc(group, notDigit) < 0
	}
	if ok {
		return nil
	}
	return badInput("the company must be five groups of four digits joined by hyphens",
		"it looks like 1234-5678-9012-3456-7890; `companies list` shows yours")
}

// CheckBranding says what is wrong with a branding host (§1): a host name with
// a dot, no scheme and no path. The error is a *rest.Error of kind BadInput.
func CheckBranding(s string) error {
	dot := strings.LastIndexByte(s, '.')
	odd := strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsPrint(r) || strings.ContainsRune(" /:@?#\\", r)
	})
	if dot > 0 && len(s)-dot > 2 && !odd {
		return nil
	}
	return badInput("the branding must be the host name of a portal, without https:// and path", "it looks like "+DefaultBranding)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

func notAlphanumeric(r rune) bool {
	return notDigit(r) && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
