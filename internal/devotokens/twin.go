package devotokens

import (
	"fmt"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Twin describes a new token for the same user, audience and scopes as t; name
// "" = the same name. The expiry is not carried over, see DescribeExpiry.
func Twin(t Token, name string) TokenCreate {
	if name == "" {
		name = t.Name
	}
	return TokenCreate{Name: name, User: t.User, Audience: slices.Clone(t.Audience), Scopes: t.Scopes()}
}

// DescribeExpiry warns that a twin of t will not expire when t does, since no
// field for the expiry of a new token is documented (§3.1); "" when t does not
// expire.
func DescribeExpiry(t Token) string {
	if t.Expiration == nil {
		return ""
	}
	return "the old token's expiry, " + formatTime(*t.Expiration) + ", cannot be carried over: the new one expires when the service says"
}

// DescribeDifference says, one per line, in what a twin differs from the old
// token besides name, id and expiry; "" when in nothing. The order of audiences
// and scopes and the case of addresses are of no account.
func DescribeDifference(old, twin Token) string {
	var lines []string
	add := func(what, before, after string) {
		if before != after {
			lines = append(lines, fmt.Sprintf("%s: %s, was %s", what, after, before))
		}
	}
	if !strings.EqualFold(old.User, twin.User) {
		add("user", quoted(old.User), quoted(twin.User))
	}
	add("audience", sorted(old.Audience), sorted(twin.Audience))
	add("scopes", sorted(old.Scopes()), sorted(twin.Scopes()))
	if !twin.Active {
		lines = append(lines, "the new token is disabled")
	}
	return strings.Join(lines, "\n")
}

func quoted(text string) string { return fmt.Sprintf("%q", rest.Line(text)) }

func sorted(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return quoted(strings.Join(slices.Compact(list), " "))
}
