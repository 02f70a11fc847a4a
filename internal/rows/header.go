package rows

import (
	"fmt"
	"strings"
)

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
		if n.folded != "" && o.suggest(n.text) != "" {
			return nil
		}
	}
	return &FileError{
		Line:    line,
		Message: "this line is no header: no cell of it is the name of a column",
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
	return &FileError{Line: line, Message: "there are no such columns: " + strings.Join(strange, ", "), Way: o.way(didYouMean(meant...))}
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
