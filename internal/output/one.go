package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
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
		pairs = append(pairs, pair{c.Name, style.text(row.cell(c))})
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

// WriteDocument prints the one document of a change. doc is
// anything encoding/json takes; a json.RawMessage keeps its field order and
// numbers. json, jsonl and yaml print it as it is; tables print "key:  value"
// with nested keys joined by dots, and nothing at all when o.Quiet; csv prints
// the same keys as header and line; name prints id, never anything of doc.
// Errors are those of WriteList.
func WriteDocument(w io.Writer, o Options, doc any, id string) error {
	out := &lineWriter{w: w}
	style := csvText()
	switch o.format() {
	case Name:
		return out.line([]byte(Sanitize(id)))
	case Table, Wide:
		if o.Quiet {
			return nil
		}
		style = o.tableText()
	}
	enc, err := newJSONEncoder(nil).encode(nil, Row{Value: doc})
	if err != nil {
		return err
	}
	switch o.format() {
	case JSON, JSONL, YAML:
		return o.writeValue(out, enc)
	}
	pairs, err := flatten(enc, style)
	if err != nil {
		return fmt.Errorf("print the document: %w", err)
	}
	if o.format() == CSV {
		return o.writeRecord(out, pairs)
	}
	return o.writePairs(out, pairs)
}

// writePairs prints "key:   value" lines, values aligned.
func (o Options) writePairs(out *lineWriter, pairs []pair) error {
	measure := o.look().measure
	width := 0
	for _, p := range pairs {
		width = max(width, measure.String(p.key)+1)
	}
	for _, p := range pairs {
		line := p.key + ":"
		line += strings.Repeat(" ", width-measure.String(line)+columnGap) + p.value
		if err := out.line([]byte(strings.TrimRight(line, " "))); err != nil {
			return err
		}
	}
	return out.flush()
}

// writeRecord prints pairs as csv: a header and one line.
func (o Options) writeRecord(out *lineWriter, pairs []pair) error {
	if len(pairs) == 0 {
		return nil // an empty object
	}
	var keys, values []string
	for _, p := range pairs {
		keys, values = append(keys, p.key), append(values, p.value)
	}
	enc := newCSVEncoder(nil, o.CSV)
	out.buf = append(out.buf, o.CSV.mark()...)
	if !o.NoHeader {
		header, err := enc.record(nil, keys)
		if err != nil {
			return err
		}
		out.header(header)
	}
	line, err := enc.record(nil, values)
	if err != nil {
		return err
	}
	if err := out.line(line); err != nil {
		return err
	}
	return out.flush()
}

// pair is one line of a key and value listing.
type pair struct{ key, value string }

// flatten turns a JSON value into pairs in its own order: nested keys are
// joined with dots, elements of lists numbered from 0, lists of plain values
// joined into one.
func flatten(enc []byte, style textStyle) ([]pair, error) {
	dec := json.NewDecoder(bytes.NewReader(enc))
	dec.UseNumber()
	f := flattener{dec: dec, style: style}
	if err := f.value(""); err != nil {
		return nil, err
	}
	return f.pairs, nil
}

type flattener struct {
	dec   *json.Decoder
	style textStyle
	pairs []pair
}

func (f *flattener) value(key string) error {
	token, err := f.dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return f.object(key)
	case json.Delim('['):
		return f.list(key)
	}
	f.add(key, f.scalar(token))
	return nil
}

func (f *flattener) add(key, value string) {
	f.pairs = append(f.pairs, pair{sanitize(key, false), value})
}

func (f *flattener) scalar(token json.Token) string {
	if n, ok := token.(json.Number); ok {
		return n.String()
	}
	return f.style.text(token)
}

func (f *flattener) object(key string) error {
	if !f.dec.More() {
		f.add(key, "")
	}
	for f.dec.More() {
		name, err := f.dec.Token()
		if err != nil {
			return err
		}
		if err := f.value(dotted(key, name.(string))); err != nil {
			return err
		}
	}
	_, err := f.dec.Token()
	return err
}

// list joins plain elements; as soon as one is not plain, each gets its own
// key.
func (f *flattener) list(key string) error {
	start := len(f.pairs)
	plain := true
	for i := 0; f.dec.More(); i++ {
		element := dotted(key, strconv.Itoa(i))
		before := len(f.pairs)
		if err := f.value(element); err != nil {
			return err
		}
		plain = plain && len(f.pairs) == before+1 && f.pairs[before].key == element
	}
	if plain {
		var values []string
		for _, p := range f.pairs[start:] {
			values = append(values, p.value)
		}
		f.pairs = append(f.pairs[:start], pair{sanitize(key, false), strings.Join(values, f.style.list)})
	}
	_, err := f.dec.Token()
	return err
}

func dotted(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}
