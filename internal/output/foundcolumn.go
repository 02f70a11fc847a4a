package output

import (
	"encoding/json"
	"strings"
)

// valueColumn is the column of rows that are no objects.
const valueColumn = "value"

// foundColumns collects columns while rows are read.
type foundColumns struct {
	names []string // in the order of their first appearance
	seen  map[string]*foundColumn
}

// foundColumn is what rows have at one path.
type foundColumn struct {
	filled bool // a row has a value here
	parent bool // a row has an object here, with columns of its own
	depth  int
}

func (f *foundColumns) at(path string, depth int) *foundColumn {
	c, ok := f.seen[path]
	if !ok {
		c = &foundColumn{depth: depth}
		f.seen[path] = c
		f.names = append(f.names, path)
	}
	return c
}

// columns gives the columns that say something. A path that is an object in some
// rows and null in the others is none.
func (f *foundColumns) columns() []Column {
	var cols []Column
	id := -1
	for _, path := range f.names {
		c := f.seen[path]
		if c.parent && !c.filled {
			continue
		}
		if id < 0 && c.depth == 1 && (strings.EqualFold(path, "id") || strings.EqualFold(path, "guid")) {
			id = len(cols)
		}
		cols = append(cols, Column{Name: sanitize(path, false), Cell: cellAt(path)})
	}
	if id < 0 {
		id = soleID(cols)
	}
	if id >= 0 {
		cols[id].ID = true
	}
	narrow(cols, id)
	return cols
}

// soleID is the one column that is named for an id, as group_id is; -1 for none
// or several.
func soleID(cols []Column) int {
	found := -1
	for i, c := range cols {
		if !strings.HasSuffix(strings.ToLower(c.Name), "_id") || strings.Contains(c.Name, ".") {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// narrow leaves tables the first columns, among them that of the id.
func narrow(cols []Column, id int) {
	shown := tableColumns
	if id >= tableColumns {
		shown--
	}
	for i := shown; i < len(cols); i++ {
		cols[i].Wide = i != id
	}
}

// foundRow holds the cells of a row by their path.
type foundRow map[string]any

func cellAt(path string) func(any) any {
	return func(v any) any {
		row, _ := v.(foundRow)
		return row[path]
	}
}

// scalarCell gives a JSON value the type that a cell has: numbers keep their
// spelling, lists and objects their JSON.
func scalarCell(raw json.RawMessage) any {
	var v any
	switch raw[0] {
	case '{', '[':
		return raw
	case '"', 't', 'f', 'n':
		_ = json.Unmarshal(raw, &v) // valid, it comes out of a decoder
		return v
	default:
		return json.Number(raw)
	}
}
