package devotokens

import (
	"slices"
	"strings"
)

// Scopes are the items of Scope, e.g. table://my.app.web and level://admin
// (§2.4).
func (t Token) Scopes() []string { return strings.Fields(t.Scope) }

// HasAudience reports whether the token is for an audience, compared without
// case.
func (t Token) HasAudience(audience string) bool {
	return slices.ContainsFunc(t.Audience, func(a string) bool { return strings.EqualFold(a, audience) })
}

// ScopeContains reports whether a part of one of the scopes is text, compared
// without case.
func (t Token) ScopeContains(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(t.Scopes(), func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
}

// AllTables reports whether one of the scopes reaches over practically all
// tables: a table:// pattern in which every element stands for anything and one
// of them for any number of elements. So **, *.** and *.*.** do, also written
// with ?* for "at least one character"; *.* does not, since it ends at tables
// of two elements, nor does ??.**, which asks for a length. What level://admin
// opens is not public (§2.4), so it does not count.
func (t Token) AllTables() bool { return slices.ContainsFunc(t.Scopes(), coversAllTables) }

func coversAllTables(scope string) bool {
	const kind = "table://"
	if len(scope) <= len(kind) || !strings.EqualFold(scope[:len(kind)], kind) {
		return false
	}
	pattern := scope[len(kind):]
	for element := range strings.SplitSeq(pattern, ".") {
		stars := strings.Count(element, "*")
		questions := strings.Count(element, "?")
		if stars == 0 || questions > 1 || stars+questions != len(element) {
			return false
		}
	}
	return strings.Contains(pattern, "**")
}
