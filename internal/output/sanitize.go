package output

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"unictl/internal/line"
)

// Sanitize makes text from a server safe to print on a terminal, for tables
// and for messages on stderr. C0 controls (newline and tab too) and DEL become
// their control pictures, C1 controls, line separators and direction overrides
// and whatever nobody sees become a \u escape, bytes that are not UTF-8 become
// U+FFFD. Pictures joined to one stay. Other text is returned as it is, without
// allocating.
func Sanitize(s string) string { return sanitize(s, false) }

// sanitize is Sanitize; multiline is for csv, which is data: it can quote newline
// and tab, and what is merely invisible is taken in again with --from.
func sanitize(s string, multiline bool) string {
	i := firstSuspect(s)
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:i])
	var last rune
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case multiline && (r == '\n' || r == '\t'):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune('\u2421')
		case unsafeRune(r), !multiline && line.Invisible(r) && !joins(last, r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default: // r is U+FFFD where the bytes are not UTF-8
			b.WriteRune(r)
		}
		last = r
		i += size
	}
	return b.String()
}

// joins tells whether r makes one picture of the one before and what follows, or
// gives it its colours.
func joins(before, r rune) bool {
	const joiner, colours = '\u200d', '\ufe0f'
	return (r == joiner || r == colours) && (unicode.In(before, unicode.So, unicode.Sk) || r == joiner && before == colours)
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

// appendCompact appends JSON without the blanks between its tokens, and with
// what could steer a terminal written as a \u escape: the same data to every
// parser. JSON itself escapes only C0. One pass does both; src is not
// validated, it comes out of a decoder or an encoder.
func appendCompact(dst, src []byte) []byte {
	start, quoted := 0, false
	for i := 0; i < len(src); {
		size := 1
		switch c := src[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && i+1 < len(src) && (src[i+1] == '"' || src[i+1] == '\\'):
			size = 2
		case c < 0x20, c == ' ' && !quoted:
			dst = append(dst, src[start:i]...)
			if quoted {
				dst = fmt.Appendf(dst, `\u%04x`, c)
			}
			start = i + 1
		case c >= 0x7f:
			var r rune
			r, size = utf8.DecodeRune(src[i:])
			if steersJSON(r, size) {
				dst = append(dst, src[start:i]...)
				dst = fmt.Appendf(dst, `\u%04x`, r)
				start = i + size
			}
		}
		i += size
	}
	return append(dst, src[start:]...)
}

// appendEscaped appends text whose unsafe characters all stand in double
// quotes where a \u escape may be written: indented JSON, YAML. Its line breaks and
// blanks stay.
func appendEscaped(dst, src []byte) []byte {
	start := 0
	for i := 0; i < len(src); {
		if src[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if steersJSON(r, size) {
			dst = append(dst, src[start:i]...)
			dst = fmt.Appendf(dst, `\u%04x`, r)
			start = i + size
		}
		i += size
	}
	return append(dst, src[start:]...)
}

// steersJSON tells whether a decoded rune must be escaped: bytes that are not
// UTF-8 (size 1) could be C1 controls to a terminal of one byte a character.
func steersJSON(r rune, size int) bool {
	return r == 0x7f || unsafeRune(r) || r == utf8.RuneError && size == 1
}
