package rows

import (
	"fmt"
	"strings"
	"unicode"
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
	if f := flaw("", n.text); f != nil {
		return name{fault: &Fault{Message: "has a column whose name " + f.Message, Way: f.Way}}
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
