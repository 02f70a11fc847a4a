package output

import (
	"encoding/json"
	"slices"
)

// Column is one column of a result.
type Column struct {
	Name string // the provider's field name; also the csv header and the word for --columns
	Wide bool   // printed only by -o wide, or when asked for by name
	ID   bool   // the column that -o name prints; without one, the first

	// Cell returns the value of this column for a Row's Value: a string, bool,
	// integer, float, time.Time, *time.Time (nil = empty), []string or nil; a
	// json.Number or json.RawMessage is shown as it was received.
	Cell func(v any) any
}

// Row is one object of a result.
type Row struct {
	Value any             // what Column.Cell is given
	Raw   json.RawMessage // the valid JSON object as received; nil = Value is marshalled
	// Odd are cells, by their column's name, that Value could not take: they are
	// shown as received. nil = none.
	Odd map[string]json.RawMessage
}

// cell is what a column shows of the row: nil for null.
func (r Row) cell(c Column) any {
	raw, odd := r.Odd[c.Name]
	var text string
	switch {
	case !odd:
		return c.Cell(r.Value)
	case string(raw) == "null":
		return nil
	case json.Unmarshal(raw, &text) == nil:
		return text
	}
	return string(raw)
}

// shown returns the columns to print: those asked for in their order, else the
// default ones, which wide extends to all.
func (o Options) shown(cols []Column) []Column {
	if len(o.Columns) > 0 {
		return o.picked(cols)
	}
	if o.format() == Wide {
		return cols
	}
	return slices.DeleteFunc(slices.Clone(cols), func(c Column) bool { return c.Wide })
}

// picked returns the columns named by --columns; nil when none are.
func (o Options) picked(cols []Column) []Column {
	var out []Column
	for _, name := range o.Columns {
		if i := indexColumn(cols, name); i >= 0 {
			out = append(out, cols[i])
		}
	}
	return out
}

// idColumn returns the column that -o name prints, alone in a slice; none when
// there are no columns.
func idColumn(cols []Column) []Column {
	i := max(0, slices.IndexFunc(cols, func(c Column) bool { return c.ID }))
	return cols[min(i, len(cols)):min(i+1, len(cols))]
}

func indexColumn(cols []Column, name string) int {
	return slices.IndexFunc(cols, func(c Column) bool { return c.Name == name })
}

func columnNames(cols []Column) []string {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	return names
}

// encoder turns a row into the bytes its format works on, safe to print. The
// appended bytes belong to the caller.
type encoder interface {
	encode(dst []byte, r Row) ([]byte, error)
}

// newEncoder returns the encoder of the format for these columns.
func (o Options) newEncoder(cols []Column) encoder {
	switch o.format() {
	case JSON, JSONL, YAML:
		return newJSONEncoder(o.picked(cols))
	case CSV:
		return newCSVEncoder(o.shown(cols), o.CSV)
	case Name:
		return cellsEncoder{cols: idColumn(cols), text: textStyle{list: ", "}}
	default:
		return cellsEncoder{cols: o.shown(cols), text: o.tableText()}
	}
}

// cellSeparator stands between the cells of a row on their way to a table. No
// cell contains it, they are sanitised.
const cellSeparator = "\x00"

// cellsEncoder writes the cells of a row as text, separated by cellSeparator.
type cellsEncoder struct {
	cols []Column
	text textStyle
}

func (e cellsEncoder) encode(dst []byte, r Row) ([]byte, error) {
	for i, c := range e.cols {
		if i > 0 {
			dst = append(dst, cellSeparator...)
		}
		dst = e.text.append(dst, r.cell(c))
	}
	return dst, nil
}
