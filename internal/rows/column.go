package rows

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"unictl/internal/line"
)

// FoldColumn gives the form in which two spellings of a column's name are the
// same: without upper case, dashes, underscores and white space.
func FoldColumn(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// name is a column's name, looked at once.
type name struct {
	text   string // blanks removed around it, single inside
	folded string
	fault  *Fault // why it can be no column; nil when it can
}

// newName looks at the name of a column. The fault of a name that must not be
// shown has no Column.
func newName(text string, o Options) name {
	if len(text) > maxName {
		return name{fault: &Fault{Message: fmt.Sprintf("has a column name of more than %d bytes", maxName)}}
	}
	n := name{text: strings.Join(strings.Fields(text), " ")}
	n.folded = FoldColumn(n.text)
	seen := strings.Map(visible, n.text)
	if f := cmp.Or(flaw("", n.text), invisible(n.text)); f != nil {
		return name{text: seen, folded: FoldColumn(seen), fault: &Fault{Message: "has a column whose name " + f.Message, Way: f.Way}}
	}
	switch {
	case n.folded == "":
		n.fault = &Fault{Message: "has a column without a name"}
	case n.text[0] == '#':
		n.fault = &Fault{Message: "has a column whose name begins with #, as comments do"}
	case !o.known(n.text):
		n.fault = &Fault{Column: n.text, Message: "there is no such column", Way: didYouMean(o.suggest(n.text))}
	}
	return n
}

// visible is r, or -1 if nobody sees it.
func visible(r rune) rune {
	if line.Invisible(r) {
		return -1
	}
	return r
}

// invisible is why a name that looks right is another one.
func invisible(text string) *Fault {
	for _, r := range text {
		if line.Invisible(r) {
			return &Fault{
				Message: fmt.Sprintf("holds the invisible character U+%04X", r),
				Way:     "remove it; many editors do not show it",
			}
		}
	}
	return nil
}

func didYouMean(names ...string) string {
	var quoted []string
	for _, n := range names {
		if n != "" {
			quoted = append(quoted, fmt.Sprintf("%q", n))
		}
	}
	if len(quoted) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(quoted, ", ") + "?"
}

func doubled(first, second name) *Fault {
	return &Fault{
		Column: second.text, Message: fmt.Sprintf("is given twice, as %q and as %q", first.text, second.text),
		Way: "remove one; upper case, dashes, underscores and blanks make no difference",
	}
}

// checkHeader gives the header's columns.
func checkHeader(cells []string, line int, o Options) ([]string, error) {
	if len(cells) > maxColumns {
		return nil, &FileError{Line: line, Message: fmt.Sprintf("the header has %d columns, at most %d can be read", len(cells), maxColumns)}
	}
	names := make([]name, len(cells))
	known := 0
	for i, cell := range cells {
		names[i] = newName(cell, o)
		if names[i].fault == nil {
			known++
		}
	}
	if err := noHeader(names, known, line, o); err != nil {
		return nil, err
	}
	if err := unknown(names, line, o); err != nil {
		return nil, err
	}
	return distinct(names, line)
}

// noHeader refuses a first line in which nothing looks like a column. It does
// not repeat the line: that is somebody's data.
func noHeader(names []name, known, line int, o Options) error {
	if known > 0 || o.Known == nil {
		return nil
	}
	for _, n := range names {
		if n.folded != "" && (o.known(n.text) || o.suggest(n.text) != "") {
			return nil
		}
	}
	return &FileError{
		Line:    line,
		Message: "no cell of this line is a known column name",
		Way:     o.way("begin the file with a line of column names"),
	}
}

// unknown names all unknown columns at once, or what is wrong with one name.
func unknown(names []name, line int, o Options) error {
	var strange, meant []string
	for i, n := range names {
		switch {
		case n.fault == nil:
		case n.fault.Column == "":
			return &FileError{Line: line, Message: fmt.Sprintf("the header %s (number %d of %d)", n.fault.Message, i+1, len(names)), Way: n.fault.Way}
		default:
			strange = append(strange, n.text)
			meant = append(meant, o.suggest(n.text))
		}
	}
	switch len(strange) {
	case 0:
		return nil
	case 1:
		return &FileError{Line: line, Column: strange[0], Message: "there is no such column", Way: o.way(didYouMean(meant...))}
	}
	return &FileError{Line: line, Message: "unknown columns: " + strings.Join(strange, ", "), Way: o.way(didYouMean(meant...))}
}

// way adds the columns that there are to a way out.
func (o Options) way(hint string) string {
	if len(o.Columns) == 0 {
		return hint
	}
	columns := "the columns are " + strings.Join(o.Columns, ", ") + "; --print-template explains them"
	if hint == "" {
		return columns
	}
	return hint + "; " + columns
}

func distinct(names []name, line int) ([]string, error) {
	columns := make([]string, len(names))
	seen := make(map[string]name, len(names))
	for i, n := range names {
		if first, ok := seen[n.folded]; ok {
			twice := doubled(first, n)
			return nil, &FileError{Line: line, Column: twice.Column, Message: twice.Message, Way: twice.Way}
		}
		seen[n.folded] = n
		columns[i] = n.text
	}
	return columns, nil
}

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
				Way: "write the letter again, or export the file again, as UTF-8",
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
