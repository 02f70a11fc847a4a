package rest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is text of a service, or of a person, fit for one line of a terminal:
// blanks folded, what cannot be printed left out, at most 300 characters.
func Line(text string) string {
	const most = 300
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return text
}
