package output

import "encoding/json"

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
			Way: "print a column with -o csv --no-header --columns NAME",
		}
	}
	return nil
}
