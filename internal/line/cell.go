package line

import (
	"strconv"
	"strings"
)

// Cell is text as a cell that a spreadsheet takes for text: what begins like a
// formula gets an apostrophe, and so does what begins with an apostrophe and
// the like, so that FromCell finds the text again. Numbers, dates and telephone
// numbers stay as they are.
func Cell(text string) string {
	if formula(text) && !calculable(text) {
		return "'" + text
	}
	return text
}

// FromCell is the text that Cell was given.
func FromCell(text string) string {
	if strings.HasPrefix(text, "'") && formula(text) {
		return text[1:]
	}
	return text
}

// formula tells whether a sign that begins one stands at the beginning, or
// behind nothing but apostrophes.
func formula(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0
}

// calculable tells whether text holds nothing that could name a function or
// another cell.
func calculable(text string) bool {
	if text[0] != '+' && text[0] != '-' {
		return false
	}
	if strings.Trim(text[1:], "0123456789 .,:/()-") == "" {
		return true
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
