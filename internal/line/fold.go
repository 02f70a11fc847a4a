// Package line makes text of others fit for one line of a terminal.
package line

import (
	"strings"
	"unicode"
)

// Fold is text with its blanks folded to one, without what cannot be printed.
func Fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	return strings.Join(strings.Fields(text), " ")
}
