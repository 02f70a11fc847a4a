package devotokens

import (
	"slices"
	"strings"
	"unicode"

	"unictl/internal/rest"
)

// Path styles (§1.1): where the operations stand below the base URL.
const (
	PathWS = "ws" // /ws/accounts/{account}/credentials/tokens, as documented
	PathV2 = "v2" // /v2/accounts/{account}/tokens, as in the older documentation
)

// Settings say whose tokens are meant and where they stand.
type Settings struct {
	Account   string // domain, or domain@multitenant (§4)
	PathStyle string // PathWS or PathV2; "" = PathWS
}

// path is where the account's tokens stand, with segments for one of them.
func (s Settings) path(segments ...string) string {
	tokens := []string{"ws", "accounts", s.Account, "credentials", "tokens"}
	if s.PathStyle == PathV2 {
		tokens = []string{"v2", "accounts", s.Account, "tokens"}
	}
	return rest.Path(append(tokens, segments...)...)
}

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

// PathStyles are the known path styles, the default first.
func PathStyles() []string { return []string{PathWS, PathV2} }

// CheckPathStyle says what is wrong with a path style. The error is a
// *rest.Error of kind BadInput.
func CheckPathStyle(s string) error {
	if slices.Contains(PathStyles(), s) {
		return nil
	}
	return badInput("the path style must be one of "+strings.Join(PathStyles(), ", "), PathWS+" is the documented one")
}

// otherStyle is the style to try when nothing is found under this one.
func otherStyle(style string) string {
	if style == PathV2 {
		return PathWS
	}
	return PathV2
}

// regionHosts are the documented hosts (§1.3), except the last: us3 is known
// from Devo's other APIs. Legacy and private regions are reached by their URL.
func regionHosts() [][2]string {
	return [][2]string{
		{"us", "https://api-us.devo.com"},
		{"eu", "https://api-eu.devo.com"},
		{"ca", "https://api-ca.devo.com"},
		{"apac", "https://api-apac.devo.com"},
		{"us3", "https://api-us3.devo.com"},
	}
}

// Regions are the known regions: us, eu, ca, apac and us3 (§1.3).
func Regions() []string {
	hosts := regionHosts()
	names := make([]string, len(hosts))
	for i, host := range hosts {
		names[i] = host[0]
	}
	return names
}

// RegionURL is the base URL of a region, whose name is compared without case;
// false when it is none of Regions.
func RegionURL(region string) (string, bool) {
	for _, host := range regionHosts() {
		if strings.EqualFold(host[0], region) {
			return host[1], true
		}
	}
	return "", false
}

// CheckRegion says what is wrong with the name of a region. The error is a
// *rest.Error of kind BadInput.
func CheckRegion(s string) error {
	if _, ok := RegionURL(s); ok {
		return nil
	}
	return badInput("the region must be one of "+strings.Join(Regions(), ", "), "for another one give its base URL")
}
