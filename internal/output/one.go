package output

import (
	"fmt"
	"io"
)

// WriteOne prints a single object: json and yaml as an object, jsonl as one
// line, csv as a header and a line, name its id, tables as "key:  value" lines
// of the columns. Errors are those of WriteList.
func WriteOne(w io.Writer, o Options, cols []Column, row Row) error {
	out := &lineWriter{w: w}
	switch o.format() {
	case JSON, JSONL, YAML:
		enc, err := newJSONEncoder(o.picked(cols)).encode(nil, row)
		if err != nil {
			return err
		}
		return o.writeValue(out, enc)
	case Name:
		enc, err := o.newEncoder(cols).encode(nil, row)
		if err != nil {
			return err
		}
		return out.line(enc)
	case CSV:
		return o.writeRecord(out, o.cellPairs(cols, row, csvText()))
	default:
		return o.writePairs(out, o.cellPairs(cols, row, o.tableText()))
	}
}

func (o Options) cellPairs(cols []Column, row Row, style textStyle) []pair {
	var pairs []pair
	for _, c := range o.shown(cols) {
		pairs = append(pairs, pair{c.Name, style.text(c.Cell(row.Value))})
	}
	return pairs
}

// writeValue prints one compact, safe JSON value in a machine format, or what
// jq makes of it.
func (o Options) writeValue(out *lineWriter, enc []byte) error {
	if o.JQ != "" {
		return o.writeJQ(out, enc)
	}
	text, err := enc, error(nil)
	switch o.format() {
	case JSON:
		text, err = indentJSON(enc)
	case YAML:
		text, err = yamlValue(enc)
	}
	if err != nil {
		return fmt.Errorf("print %s: %w", o.format(), err)
	}
	return out.line(text)
}

func (o Options) writeJQ(out *lineWriter, enc []byte) error {
	prog, err := o.program()
	if err != nil {
		return err
	}
	value, err := new(exactJSON).decode(enc)
	if err != nil {
		return err
	}
	return wholeJQ(prog, value, out)
}
