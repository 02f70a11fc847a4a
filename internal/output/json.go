package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// readJSON reads JSON that was checked when it came, or that is our own: names
// may be given twice, and halves of surrogate pairs are read as U+FFFD.
func readJSON(enc []byte) *jsontext.Decoder {
	d := new(jsontext.Decoder)
	resetJSON(d, enc)
	return d
}

// resetJSON is readJSON for many rows.
func resetJSON(d *jsontext.Decoder, enc []byte) {
	d.Reset(bytes.NewBuffer(enc), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// more tells whether the object or list goes on. Where it breaks off, the next
// ReadToken gives the error.
func more(d *jsontext.Decoder) bool {
	switch d.PeekKind() {
	case jsontext.KindEndObject, jsontext.KindEndArray, jsontext.KindInvalid:
		return false
	}
	return true
}

// exactJSON decodes rows for gojq. Numbers are json.Number: ids and amounts keep
// every digit. Names and texts are parts of one string for each row.
type exactJSON struct {
	json    jsontext.Decoder
	text    string
	objects []map[string]any // of the row before, where forget is set
	used    int              // of them
	forget  bool             // a row is done with when the next one is decoded
}

func (x *exactJSON) decode(enc []byte) (any, error) {
	x.text, x.used = string(enc), 0
	resetJSON(&x.json, enc)
	v, err := x.value()
	if err != nil {
		return nil, fmt.Errorf("decode a row for jq: %w", err)
	}
	return v, nil
}

func (x *exactJSON) value() (any, error) {
	switch x.json.PeekKind() {
	case jsontext.KindBeginObject:
		return x.object()
	case jsontext.KindBeginArray:
		return x.list()
	case jsontext.KindString:
		return x.string()
	}
	raw, err := x.raw()
	switch {
	case err != nil:
		return nil, err
	case raw == "null":
		return nil, nil
	case raw == "true" || raw == "false":
		return raw == "true", nil
	}
	return json.Number(raw), nil
}

// raw is the next value as it is spelled.
func (x *exactJSON) raw() (string, error) {
	raw, err := x.json.ReadValue()
	if err != nil {
		return "", err
	}
	end := int(x.json.InputOffset())
	return x.text[end-len(raw) : end], nil
}

func (x *exactJSON) string() (string, error) {
	raw, err := x.raw()
	if err != nil {
		return "", err
	}
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1], nil
	}
	s, _ := jsontext.AppendUnquote(nil, raw) // the error tells of a half of a surrogate pair
	return string(s), nil
}

func (x *exactJSON) object() (any, error) {
	_, err := x.json.ReadToken()
	members := x.empty()
	for err == nil && more(&x.json) {
		var name string
		if name, err = x.string(); err == nil {
			members[name], err = x.value()
		}
	}
	if err == nil {
		_, err = x.json.ReadToken()
	}
	return members, err
}

// empty is an object for the row.
func (x *exactJSON) empty() map[string]any {
	if !x.forget {
		return map[string]any{}
	}
	if x.used == len(x.objects) {
		x.objects = append(x.objects, map[string]any{})
	}
	x.used++
	clear(x.objects[x.used-1])
	return x.objects[x.used-1]
}

func (x *exactJSON) list() (any, error) {
	_, err := x.json.ReadToken()
	elements := []any{}
	for err == nil && more(&x.json) {
		var element any
		element, err = x.value()
		elements = append(elements, element)
	}
	if err == nil {
		_, err = x.json.ReadToken()
	}
	return elements, err
}

// jsonEncoder writes a row as one line of compact JSON without its newline:
// the object as received, or just the columns in their order.
type jsonEncoder struct {
	cols []Column // nil = the whole object
	buf  bytes.Buffer
	json *json.Encoder
}

func newJSONEncoder(cols []Column) *jsonEncoder {
	e := &jsonEncoder{cols: cols}
	e.json = json.NewEncoder(&e.buf)
	e.json.SetEscapeHTML(false)
	return e
}

// encode appends the row. Field order and the spelling of numbers stay as
// received.
func (e *jsonEncoder) encode(dst []byte, r Row) ([]byte, error) {
	if e.cols == nil && r.Raw != nil {
		return appendCompact(dst, r.Raw), nil
	}
	e.buf.Reset()
	write := func() error { return e.value(r.Value) }
	if e.cols != nil {
		write = func() error { return e.fields(r) }
	}
	if err := write(); err != nil {
		return dst, fmt.Errorf("encode a row as json: %w", err)
	}
	return appendCompact(dst, e.buf.Bytes()), nil
}

func (e *jsonEncoder) fields(r Row) error {
	e.buf.WriteByte('{')
	for i, c := range e.cols {
		if i > 0 {
			e.buf.WriteByte(',')
		}
		if err := e.value(c.Name); err != nil {
			return err
		}
		e.buf.WriteByte(':')
		cell := r.cell(c)
		if raw, odd := r.Odd[c.Name]; odd {
			cell = raw
		}
		if err := e.value(jsonCell(cell)); err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	e.buf.WriteByte('}')
	return nil
}

// value appends v without HTML escaping and without the encoder's newline. A
// RawMessage keeps its field order and numbers.
func (e *jsonEncoder) value(v any) error {
	err := e.json.Encode(v)
	e.buf.Truncate(max(0, e.buf.Len()-1))
	return err
}

// jsonCell gives cells the JSON form of this package: times in RFC 3339 UTC,
// null where there is none, and a list where a nil slice would be null.
func jsonCell(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return exactTime(v)
	case *time.Time:
		if v == nil {
			return nil
		}
		return jsonCell(*v)
	case []string:
		if v == nil {
			return []string{}
		}
	}
	return v
}

// jsonArray prints rows as one pretty JSON array, an element at a time.
type jsonArray struct {
	out *lineWriter
	buf bytes.Buffer
	n   int
}

func (a *jsonArray) row(enc []byte) error {
	a.buf.Reset()
	if err := json.Indent(&a.buf, enc, "  ", "  "); err != nil {
		return err
	}
	lead := ",\n  "
	if a.n == 0 {
		lead = "[\n  "
	}
	a.n++
	// The element's newline comes with the next one's comma.
	a.out.buf = append(a.out.buf, lead...)
	a.out.buf = append(a.out.buf, a.buf.Bytes()...)
	if len(a.out.buf) < blockBytes {
		return nil
	}
	return a.out.flush()
}

func (a *jsonArray) end() error {
	if a.n == 0 {
		return a.out.line([]byte("[]"))
	}
	a.out.buf = append(a.out.buf, "\n]\n"...)
	return a.out.flush()
}

// abort prints nothing: rows reach a jsonArray only when all are there.
func (a *jsonArray) abort() int { return 0 }

// indentJSON returns one JSON value over several lines, two spaces a level.
func indentJSON(enc []byte) ([]byte, error) {
	var b bytes.Buffer
	err := json.Indent(&b, enc, "", "  ")
	return b.Bytes(), err
}
