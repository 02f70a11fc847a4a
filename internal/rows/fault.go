package rows

import (
	"fmt"
	"strings"
)

// Fault is what is wrong with one row. The rows after it can still be read. No
// message holds a cell's text, which may be private.
type Fault struct {
	Row, Line int    // as in Row
	Column    string // "" when the whole row is meant
	Message   string // follows the place: "holds …", "has …"
	Way       string // the way out, or ""
}

// Error gives place and message, such as "row 7 (line 9), column email: …".
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "row %d (line %d)", f.Row, f.Line)
	if f.Column != "" {
		b.WriteString(", column " + f.Column)
	}
	b.WriteString(": " + f.Message)
	return b.String()
}

// Hint is the way out.
func (f *Fault) Hint() string { return f.Way }

// FileError is why a file cannot be read, or not further. Like a Fault it holds
// no cell's text.
type FileError struct {
	Line      int    // from 1; 0 when the whole file is meant
	Character int    // of the line, from 1; 0 when not known
	Column    string // "" when no single column is meant
	Message   string
	Way       string // the way out, or ""
}

// Error gives place and message, such as "line 3, character 14: …".
func (e *FileError) Error() string {
	var places []string
	if e.Line > 0 {
		places = append(places, fmt.Sprintf("line %d", e.Line))
	}
	if e.Character > 0 {
		places = append(places, fmt.Sprintf("character %d", e.Character))
	}
	if e.Column != "" {
		places = append(places, "column "+e.Column)
	}
	if len(places) == 0 {
		return e.Message
	}
	return strings.Join(places, ", ") + ": " + e.Message
}

// Hint is the way out.
func (e *FileError) Hint() string { return e.Way }
