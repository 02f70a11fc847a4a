package output

import (
	"bytes"
	"encoding/json"
	"strings"
)

// tableColumns is how many of the columns found in an answer a table shows.
const tableColumns = 8

// ColumnsIn gives the columns of rows whose members are only known from the
// answer, and the rows for these columns.
//
// There is a column for each path of members (`a.b`), in the order in which they
// first appear; lists, and objects below the third level, are one cell of JSON.
// Rows that are no objects have one column, "value". Cells are as received: no
// text is taken for a time. The first member called id or guid is the ID column;
// without one there is none, see Options.Found. Columns beyond the eighth are
// Wide, never that of the id.
func ColumnsIn(rows []json.RawMessage) ([]Column, []Row) {
	found := foundColumns{seen: map[string]*foundColumn{}}
	out := make([]Row, len(rows))
	for i, raw := range rows {
		out[i] = found.row(raw)
	}
	return found.columns(), out
}

// Found is ColumnsIn for a list that is to be printed with o, whose columns can
// only be checked now. csv has all columns, since a file has no width. An empty
// list has the columns that o asks for.
//
// The error is a *UsageError for an unknown column and for -o name where rows
// have no id.
func (o Options) Found(rows []json.RawMessage) ([]Column, []Row, error) {
	cols, found := ColumnsIn(rows)
	if len(rows) == 0 {
		cols = o.askedFor()
	}
	if o.format() == CSV {
		showAll(cols)
	}
	return cols, found, o.checkFound(cols)
}

// FoundOne is Found for a single object, of which tables show all columns.
func (o Options) FoundOne(raw json.RawMessage) ([]Column, Row, error) {
	cols, rows := ColumnsIn([]json.RawMessage{raw})
	showAll(cols)
	return cols, rows[0], o.checkFound(cols)
}

func showAll(cols []Column) {
	for i := range cols {
		cols[i].Wide = false
	}
}

// askedFor makes columns of the names that the user gave: with no rows, none of
// them is wrong.
func (o Options) askedFor() []Column {
	var cols []Column
	add := func(name string) {
		if indexColumn(cols, name) < 0 {
			cols = append(cols, Column{Name: name, Cell: func(any) any { return nil }})
		}
	}
	for _, name := range o.Columns {
		add(name)
	}
	for _, word := range o.Sort {
		name, _ := sortColumn(word)
		add(name)
	}
	return cols
}

// checkFound is Check with what can only be told from an answer. Printing the
// first column for an id would invite to act on the wrong thing.
func (o Options) checkFound(cols []Column) error {
	if err := o.Check(cols); err != nil {
		return err
	}
	if o.format() != Name || len(cols) == 0 || cols[0].Name == valueColumn {
		return nil
	}
	if cell := idColumn(cols)[0]; !cell.ID {
		return &UsageError{
			Flag: "-o", Message: "the answer has no id to print with -o name",
			Way: "print a column with -o csv --csv raw --no-header --columns NAME",
		}
	}
	return nil
}

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
