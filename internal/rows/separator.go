package rows

import (
	"bytes"
	"strings"
)

// separator is the character between a header's cells: of comma, semicolon and
// tab the one that stands most often outside quotes; false when none does.
func separator(line []byte) (rune, bool) {
	var commas, semicolons, tabs int
	quoted := false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',':
			commas++
		case c == ';':
			semicolons++
		case c == '\t':
			tabs++
		}
	}
	switch most := max(commas, semicolons, tabs); most {
	case 0:
		return ',', false
	case commas:
		return ',', true
	case semicolons:
		return ';', true
	}
	return '\t', true
}

// sepLine reads Excel's first line "sep=;", which its cells may surround with
// quotes.
func sepLine(line []byte) (rune, bool) {
	text := string(bytes.Trim(bytes.Trim(line, "\r\n"), `"`))
	if len(text) != len("sep=;") || !strings.EqualFold(text[:4], "sep=") {
		return 0, false
	}
	switch c := text[4]; c {
	case ',', ';', '\t', '|':
		return rune(c), true
	}
	return 0, false
}

// loneCR tells whether line holds a CR that no LF follows.
func loneCR(line []byte) bool {
	at := bytes.IndexByte(line, '\r')
	return at >= 0 && at < len(line)-1 && line[at+1] != '\n'
}
