package rows

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Writer writes rows as a file that a Reader reads again.
type Writer struct {
	out     *bufio.Writer
	columns []string
	layout  layout
	begun   bool
	some    bool  // a row was written
	err     error // what every further call returns
}

// layout is how a format puts rows on paper. Each function appends to dst.
type layout interface {
	head(dst []byte, columns []string) ([]byte, error)
	row(dst []byte, columns []string, cells []Cell, first bool) ([]byte, error)
	foot(dst []byte, none bool) []byte
}

// NewWriter writes rows with these columns to w. A plain list has exactly one;
// json, jsonl and yaml need none and take every cell then. Errors come from
// Write and Close.
func NewWriter(w io.Writer, f Format, columns []string) *Writer {
	out := &Writer{out: bufio.NewWriter(w), columns: columns}
	switch f {
	case CSV:
		out.layout = csvLayout{separator: ','}
	case TSV:
		out.layout = csvLayout{separator: '\t'}
	case JSON:
		out.layout = jsonLayout{}
	case JSONL:
		out.layout = jsonlLayout{}
	case YAML:
		out.layout = yamlLayout{}
	case List:
		out.layout = listLayout{}
	default:
		out.err = fmt.Errorf("unknown format %q: one of %q", string(f), Formats())
	}
	return out
}

// Write adds a row. Its cells may come in any order; those not given are left
// empty. A cell of no column is an error, and so is what the format cannot
// hold: a | inside an entry of a list in csv and tsv, several values or lines
// in a plain list. Such a row is left out, and the next can be written.
func (w *Writer) Write(cells []Cell) error {
	w.begin()
	if w.err != nil {
		return w.err
	}
	for i := range cells {
		if cells[i].Given && w.columns != nil && find(w.columns, cells[i].Column) < 0 {
			return fmt.Errorf("column %s is none of the file's", cells[i].Column)
		}
	}
	text, err := w.layout.row(w.out.AvailableBuffer(), w.columns, cells, !w.some)
	if err != nil {
		return err
	}
	w.some = true
	return w.put(text)
}

// Close ends the file and writes out what is left, but does not close the
// underlying writer. Without rows it leaves a header or an empty list.
func (w *Writer) Close() error {
	w.begin()
	if w.err != nil {
		return w.err
	}
	err := errors.Join(w.put(w.layout.foot(nil, !w.some)), w.out.Flush())
	w.err = err
	if err == nil {
		w.err = errors.New("the rows are closed already")
	}
	return err
}

func (w *Writer) begin() {
	if w.begun || w.err != nil {
		return
	}
	w.begun = true
	text, err := w.layout.head(nil, w.columns)
	if err == nil {
		err = w.put(text)
	}
	w.err = err
}

func (w *Writer) put(text []byte) error {
	_, w.err = w.out.Write(text)
	return w.err
}

// find is the place of a column, -1 when there is none of that name.
func find(columns []string, name string) int {
	for i, c := range columns {
		if c == name {
			return i
		}
	}
	folded := FoldColumn(name)
	for i, c := range columns {
		if FoldColumn(c) == folded {
			return i
		}
	}
	return -1
}

// cellOf is the cell of a column, or one that is not given. At is where it
// stands in most rows.
func cellOf(cells []Cell, column string, at int) Cell {
	if at < len(cells) && cells[at].Column == column {
		return cells[at]
	}
	folded := FoldColumn(column)
	for _, c := range cells {
		if FoldColumn(c.Column) == folded {
			return c
		}
	}
	return Cell{Column: column}
}
