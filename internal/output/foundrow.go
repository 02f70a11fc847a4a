package output

import (
	"bytes"
	"encoding/json"
)

// foundDepth is how many levels of objects become columns.
const foundDepth = 3

// row reads one row. A text that is no JSON becomes a string, an empty one null.
func (f *foundColumns) row(raw json.RawMessage) Row {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0:
		raw = json.RawMessage("null")
	case !json.Valid(raw):
		raw, _ = newJSONEncoder(nil).encode(nil, Row{Value: string(raw)}) // a string cannot fail
	}
	cells := foundRow{}
	if raw[0] == '{' {
		f.object(cells, "", 1, raw)
	} else {
		f.cell(cells, valueColumn, 1, raw)
	}
	return Row{Value: cells, Raw: raw}
}

// object makes cells of the members of a valid object.
func (f *foundColumns) object(cells foundRow, path string, depth int, raw json.RawMessage) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token() // the brace: the object is valid, here and below
	for dec.More() {
		name, _ := dec.Token()
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return
		}
		f.member(cells, dotted(path, name.(string)), depth, value)
	}
}

func (f *foundColumns) member(cells foundRow, path string, depth int, value json.RawMessage) {
	if value[0] == '{' && depth < foundDepth && hasMembers(value) {
		f.at(path, depth).parent = true
		f.object(cells, path, depth+1, value)
		return
	}
	f.cell(cells, path, depth, value)
}

// hasMembers tells whether an object is not empty.
func hasMembers(object json.RawMessage) bool {
	return len(bytes.TrimSpace(object[1:len(object)-1])) > 0
}

func (f *foundColumns) cell(cells foundRow, path string, depth int, value json.RawMessage) {
	column, cell := f.at(path, depth), scalarCell(value)
	column.filled = column.filled || cell != nil
	cells[path] = cell
}
