package parse

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// notReachable is why no mail provider has such an address; "" = nothing speaks
// against it. Spreadsheets, word processors and copied lists leave marks behind that
// the standard allows in the part before the @, and that nobody means.
func notReachable(local, domain string) string {
	whole := local + "@" + domain
	if norm.NFKC.String(whole) != norm.NFC.String(whole) {
		return "it holds a letter in a special form, such as a full-width one: type it anew"
	}
	for _, r := range local {
		if r < unicode.MaxASCII && !strings.ContainsRune("*?|^`{}", r) || letter(r) {
			continue
		}
		return fmt.Sprintf("%q (U+%04X) is no part of an address%s", r, r, instead(r))
	}
	if first, last := local[0], local[len(local)-1]; first == '\'' || last == '\'' || first == '=' {
		return "it begins with = or ', or has a ' before the @, as spreadsheets mark texts and formulas: take the mark away"
	}
	for _, r := range domain {
		if r != '-' && r != '.' && !letter(r) {
			return fmt.Sprintf("%q (U+%04X) is no part of a domain, which holds letters, digits, hyphens and dots", r, r)
		}
	}
	for _, label := range strings.FieldsFunc(whole, func(r rune) bool { return strings.ContainsRune(".@-_+", r) }) {
		if one, other := scripts(label); other != "" {
			return fmt.Sprintf("%q mixes %s and %s letters that look alike: type it anew", label, one, other)
		}
	}
	if _, err := idna.Lookup.ToASCII(domain); err != nil {
		return fmt.Sprintf("%q is no domain that can exist", domain)
	}
	return ""
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// instead is what is meant where a word processor put its own mark.
func instead(r rune) string {
	switch r {
	case '\u2018', '\u2019', '`', '\u00b4':
		return "; the straight ' is meant"
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return "; the plain hyphen - is meant"
	}
	return ""
}

// scripts are two scripts of one word whose letters are taken for each other; other
// is "" where it has but one.
func scripts(word string) (one, other string) {
	for _, r := range word {
		for _, script := range [...]string{"Latin", "Cyrillic", "Greek", "Armenian"} {
			switch {
			case !unicode.Is(unicode.Scripts[script], r), script == one:
			case one == "":
				one = script
			default:
				return one, script
			}
		}
	}
	return one, ""
}
