package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"unictl/internal/line"
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

// csvLayout writes csv and tsv, with LF.
type csvLayout struct{ separator byte }

func (l csvLayout) head(dst []byte, columns []string) ([]byte, error) {
	if len(columns) == 0 {
		return nil, errors.New("csv and tsv need columns")
	}
	return l.record(dst, columns), nil
}

func (l csvLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	texts := make([]string, len(columns))
	for i, column := range columns {
		cell := cellOf(cells, column, i)
		if !cell.Given {
			continue
		}
		text, err := joined(cell)
		if err != nil {
			return nil, err
		}
		texts[i] = line.Cell(text)
	}
	return l.record(dst, texts), nil
}

func (csvLayout) foot(dst []byte, _ bool) []byte { return dst }

// joined is a cell in one text, a list's entries separated by |.
func joined(cell Cell) (string, error) {
	if cell.List || len(cell.Values) > 1 {
		for _, value := range cell.Values {
			if strings.Contains(value, "|") {
				return "", fmt.Errorf("column %s: an entry that holds | cannot be written as csv or tsv; use json, jsonl or yaml", cell.Column)
			}
		}
	}
	return strings.Join(cell.Values, "|"), nil
}

func (l csvLayout) record(dst []byte, texts []string) []byte {
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, l.separator)
		}
		dst = appendCSV(dst, text, i == 0 && len(texts) == 1)
	}
	return append(dst, '\n')
}

// appendCSV appends a cell, in quotes where it would be read as something else
// without. A lone empty cell is quoted, or its line would be blank.
func appendCSV(dst []byte, text string, alone bool) []byte {
	leading, _ := utf8.DecodeRuneInString(text)
	if !strings.ContainsAny(text, ",;\t\"\r\n") && leading != '#' && !unicode.IsSpace(leading) && (text != "" || !alone) {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}

// jsonLayout writes a list with one object per line.
type jsonLayout struct{}

func (jsonLayout) head(dst []byte, _ []string) ([]byte, error) { return append(dst, '['), nil }

func (jsonLayout) row(dst []byte, columns []string, cells []Cell, first bool) ([]byte, error) {
	if !first {
		dst = append(dst, ',')
	}
	return appendObject(append(dst, "\n  "...), columns, cells)
}

func (jsonLayout) foot(dst []byte, none bool) []byte {
	if none {
		return append(dst, "]\n"...)
	}
	return append(dst, "\n]\n"...)
}

// jsonlLayout writes one object per line.
type jsonlLayout struct{}

func (jsonlLayout) head(dst []byte, _ []string) ([]byte, error) { return dst, nil }

func (jsonlLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	dst, err := appendObject(dst, columns, cells)
	return append(dst, '\n'), err
}

func (jsonlLayout) foot(dst []byte, _ bool) []byte { return dst }

// appendObject appends the cells that are given, in the order of columns.
func appendObject(dst []byte, columns []string, cells []Cell) ([]byte, error) {
	dst = append(dst, '{')
	some := false
	for _, cell := range given(columns, cells) {
		if some {
			dst = append(dst, ", "...)
		}
		some = true
		var err error
		if dst, err = appendMember(dst, cell); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// given is the cells with values, in the order of columns if there are any.
func given(columns []string, cells []Cell) []Cell {
	var some []Cell
	for i, column := range columns {
		if cell := cellOf(cells, column, i); cell.Given {
			some = append(some, cell)
		}
	}
	if columns == nil {
		for _, cell := range cells {
			if cell.Given {
				some = append(some, cell)
			}
		}
	}
	return some
}

func appendMember(dst []byte, cell Cell) ([]byte, error) {
	key, err := encodeJSON(cell.Column)
	if err != nil {
		return nil, err
	}
	dst = append(append(dst, key...), ": "...)
	var value any = cell.Values
	if !cell.List && len(cell.Values) == 1 {
		value = cell.Values[0]
	}
	text, err := encodeJSON(value)
	return append(dst, text...), err
}

// encodeJSON leaves <, > and & readable.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// yamlLayout writes a list of mappings, each row by itself.
type yamlLayout struct{}

func (yamlLayout) head(dst []byte, _ []string) ([]byte, error) { return dst, nil }

func (yamlLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	mapping := &yaml.Node{Kind: yaml.MappingNode}
	for _, cell := range given(columns, cells) {
		mapping.Content = append(mapping.Content, textNode(cell.Column), valueNode(cell))
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	err := e.Encode(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{mapping}})
	return append(dst, b.Bytes()...), err
}

func (yamlLayout) foot(dst []byte, none bool) []byte {
	if none {
		return append(dst, "[]\n"...)
	}
	return dst
}

func valueNode(cell Cell) *yaml.Node {
	if !cell.List && len(cell.Values) == 1 {
		return textNode(cell.Values[0])
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, entry := range cell.Values {
		list.Content = append(list.Content, textNode(entry))
	}
	return list
}

// textNode is a node that is read as the same text again, also when it looks
// like a number or a word of YAML, and that stays on one line.
func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.Contains(s, "\n") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// listLayout writes one value per line.
type listLayout struct{}

func (listLayout) head(dst []byte, columns []string) ([]byte, error) {
	if len(columns) != 1 {
		return nil, fmt.Errorf("a plain list has one column, not %d", len(columns))
	}
	return dst, nil
}

func (listLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	cell := cellOf(cells, columns[0], 0)
	if !cell.Given || len(cell.Values) != 1 {
		return nil, fmt.Errorf("column %s: a line of a plain list holds exactly one value", columns[0])
	}
	text := cell.Values[0]
	if strings.ContainsAny(text, "\r\n") || strings.TrimSpace(text) != text || text == "#" || strings.HasPrefix(text, "# ") {
		return nil, fmt.Errorf("column %s: a value with line breaks, blanks around it or \"# \" before it cannot stand in a plain list", columns[0])
	}
	return append(append(dst, text...), '\n'), nil
}

func (listLayout) foot(dst []byte, _ bool) []byte { return dst }
