package output

import (
	"fmt"
	"unicode/utf8"
)

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
