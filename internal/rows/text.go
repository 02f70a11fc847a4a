package rows

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flaw is why text can be no cell's; nil when it can.
func flaw(column, text string) *Fault {
	if len(text) > maxCell {
		return &Fault{Column: column, Message: fmt.Sprintf("is longer than %d MB", maxCell>>20)}
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			return flawBeyondASCII(column, text)
		case c < ' ' && c != '\n' && c != '\t', c == 0x7f:
			return control(column, rune(c))
		}
	}
	return nil
}

func flawBeyondASCII(column, text string) *Fault {
	if !utf8.ValidString(text) {
		return &Fault{
			Column: column, Message: "holds bytes that are not UTF-8",
			Way: `save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`,
		}
	}
	for _, r := range text {
		switch {
		case r == utf8.RuneError:
			return &Fault{
				Column: column, Message: "holds U+FFFD: a letter was lost when the text was converted",
				Way: "write the letter again, or export the file anew as UTF-8",
			}
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return control(column, r)
		}
	}
	return nil
}

func control(column string, r rune) *Fault {
	fault := &Fault{
		Column: column, Message: fmt.Sprintf("holds the control character U+%04X", r),
		Way: "remove it; many editors do not show it",
	}
	if r == '\r' {
		fault.Message = "holds a carriage return (CR) without a line feed"
		fault.Way = "end lines with LF or CRLF"
	}
	return fault
}

// blank tells whether a cell holds nothing.
func blank(text string) bool {
	return text == "" || text[0] <= ' ' && strings.TrimSpace(text) == ""
}
