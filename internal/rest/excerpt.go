package rest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"unictl/internal/line"
)

// excerpt is the beginning of a body in one printable line without known
// secrets.
func (c *Client) excerpt(body []byte) string {
	const most, window = 120, 4 << 10
	text := c.secrets.Mask(string(body[:min(len(body), window)]))
	if len(body) > window { // half a secret at the cut would slip through the mask
		text = text[:max(len(text)-c.secrets.longestValue(), 0)]
	}
	return clipped(c.secrets.Mask(line.Fold(text)), most)
}

// printable is text in one line with every control, format and invisible
// character escaped.
func printable(text string) string {
	if isPrintable(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

func isPrintable(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
