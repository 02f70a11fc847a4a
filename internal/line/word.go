package line

import (
	"strings"
	"unicode"
)

// Word tells whether text may be offered to a shell as a word: letters, digits,
// the signs of addresses, ids and dates, and single blanks inside. Everything
// else is refused, so that nobody has to know what each shell acts on; what
// looks like a flag is refused too.
func Word(text string) bool {
	last := ' ' // no blank at the beginning
	for i, r := range text {
		switch {
		case unicode.In(r, unicode.L, unicode.Nd), r == '.', r == '_':
		case unicode.Is(unicode.Mn, r) && i > 0:
		case strings.ContainsRune("-@+:/,=%", r) && i > 0:
		case r == ' ' && last != ' ':
		default: // the U+FFFD of bytes that are not UTF-8 as well
			return false
		}
		last = r
	}
	return last != ' '
}

// Inert is Fold with the signs that a shell acts on in their full width (＄ for
// $), which people can read and no shell knows. It is for descriptions: a shell
// shows them beside a word, and some put the beginning that two have in common
// on the command line.
func Inert(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("!\"#$&'()*;<>?[\\]^`{|}~", r):
			return r - '!' + '！'
		case r >= '‘' && r <= '‟': // PowerShell takes them for straight ones
			return '＇'
		}
		return r
	}, Fold(text))
}
