package rest

import (
	"unicode/utf8"

	"unictl/internal/line"
)

// Line is text of a service, or of a person, fit for one line of a terminal:
// blanks folded, what cannot be printed left out, at most 300 characters.
func Line(text string) string {
	return clipped(line.Fold(text), 300)
}

// clipped is the first most characters of text.
func clipped(text string, most int) string {
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most]) + "…"
	}
	return text
}
