// Package line makes text of others fit for where it goes: a line of a terminal,
// a word of a shell, a cell of a spreadsheet.
package line

import (
	"strings"
	"unicode"
)

// Fold is text with its blanks folded to one, without what cannot be printed or
// seen.
func Fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r), Invisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	return strings.Join(strings.Fields(text), " ")
}
