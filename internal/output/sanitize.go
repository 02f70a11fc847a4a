package output

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Sanitize makes text from a server safe to print on a terminal, for tables
// and for messages on stderr. C0 controls (newline and tab too) and DEL become
// their control pictures, C1 controls, line separators and direction overrides
// become a \u escape, bytes that are not UTF-8 become U+FFFD. Other text is returned
// as it is, without allocating.
func Sanitize(s string) string { return sanitize(s, false) }

// sanitize is Sanitize; multiline keeps newline and tab, which csv can quote.
func sanitize(s string, multiline bool) string {
	i := firstSuspect(s)
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:i])
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case multiline && (r == '\n' || r == '\t'):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune('\u2421')
		case unsafeRune(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default: // r is U+FFFD where the bytes are not UTF-8
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// firstSuspect returns the index of the first byte that is not printable
// ASCII, -1 when there is none.
func firstSuspect(s string) int {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			return i
		}
	}
	return -1
}

// unsafeRune tells whether r, outside ASCII, steers a terminal or the reader's
// eye: C1 controls, line and paragraph separators, bidirectional embeddings,
// overrides and isolates.
func unsafeRune(r rune) bool {
	return r >= 0x80 && r <= 0x9f ||
		r >= 0x2028 && r <= 0x202e ||
		r >= 0x2066 && r <= 0x2069
}
