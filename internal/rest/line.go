package rest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is text of a service, or of a person, fit for one line of a terminal:
// blanks folded, what cannot be printed left out, at most 300 characters.
func Line(text string) string {
	return clipped(folded(text), 300)
}

// folded is text in one line, without what cannot be printed.
func folded(text string) string {
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

// clipped is the first most characters of text.
func clipped(text string, most int) string {
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most]) + "…"
	}
	return text
}
