// Package parse turns the words of a command line, or the cells of a row, into
// values. Every error says what was expected; none sends anything.
package parse

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Address is an e-mail address, trimmed, in the spelling it was given in.
type Address string

// maxAddress and maxLocal are RFC 5321's limits, which IXON names too
// (docs/contracts/ixon.md §7).
const (
	maxAddress = 254
	maxLocal   = 64
)

// Email trims and checks one address. Only the bare form is taken, no display
// name.
func Email(text string) (Address, error) {
	text = strings.TrimSpace(text)
	local, domain, found := cutLast(text, "@")
	switch {
	case text == "":
		return "", fmt.Errorf("an e-mail address is needed, like ada@example.com")
	case strings.IndexFunc(text, unicode.IsSpace) >= 0:
		return "", fmt.Errorf("%q has a blank in it: an e-mail address is one word, like ada@example.com", text)
	case strings.IndexFunc(text, invisible) >= 0:
		return "", fmt.Errorf("%q has an invisible character in it: type it, rather than copying it", text)
	case !found || local == "" || domain == "":
		return "", fmt.Errorf("%q is not an e-mail address: it needs something before and after an @, like ada@example.com", text)
	case len(text) > maxAddress:
		return "", fmt.Errorf("the e-mail address is %d characters long, at most %d are allowed", len(text), maxAddress)
	case len(local) > maxLocal:
		return "", fmt.Errorf("the part before the @ is %d characters long, at most %d are allowed", len(local), maxLocal)
	}
	if isDotAtom(local) && isDotAtom(domain) {
		if _, err := idna.Lookup.ToASCII(domain); err != nil {
			return "", fmt.Errorf("%q is not an e-mail address: %q is no domain that can exist", text, domain)
		}
		return Address(text), nil
	}
	if why := notReachable(local, domain); why != "" {
		return "", fmt.Errorf("%q is not an e-mail address: %s", text, why)
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || strings.ContainsAny(text, "<>\"(),;:\\") {
		return "", fmt.Errorf("%q is not an e-mail address like ada@example.com", text)
	}
	return Address(text), nil
}

// isDotAtom reports a word of the kind that most halves of addresses are: letters,
// digits and a few marks, with single dots between. The mail package takes all
// of them too, in many times as long.
func isDotAtom(word string) bool {
	last := byte('.')
	for i := range len(word) {
		b := word[i]
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '-', b == '_', b == '+':
		case b == '.' && last != '.':
		default:
			return false
		}
		last = b
	}
	return last != '.'
}

// invisible finds what copying from a web page or a mail brings along.
func invisible(r rune) bool { return !unicode.IsPrint(r) }

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// Equal compares as Key does, as mailboxes in practice do.
func (a Address) Equal(other string) bool { return a.Key() == Folded(other) }

// Key is the address as two rows that mean the same mailbox share it.
func (a Address) Key() string { return Folded(string(a)) }

// String is the address as given.
func (a Address) String() string { return string(a) }

// Warning tells of upper case, and of accents that are characters of their own:
// the address is sent as given, and some services compare bytes. It tells of a domain
// without a dot too, which no cloud service reaches.
func (a Address) Warning() string {
	switch _, domain, _ := cutLast(string(a), "@"); {
	case !strings.Contains(domain, "."):
		return fmt.Sprintf("%s has a domain without a dot, which cannot be reached from elsewhere; it is sent as given", string(a))
	case strings.ToLower(string(a)) != string(a):
		return fmt.Sprintf("%s has upper-case letters; it is sent as given", string(a))
	case a.Key() != string(a):
		return fmt.Sprintf("%s has accents that are characters of their own; it is sent as given, and may be another one than it seems", string(a))
	}
	return ""
}
