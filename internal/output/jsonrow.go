package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

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
	write := e.value
	if e.cols != nil {
		write = e.fields
	}
	if err := write(r.Value); err != nil {
		return dst, fmt.Errorf("encode a row as json: %w", err)
	}
	return appendCompact(dst, e.buf.Bytes()), nil
}

func (e *jsonEncoder) fields(v any) error {
	e.buf.WriteByte('{')
	for i, c := range e.cols {
		if i > 0 {
			e.buf.WriteByte(',')
		}
		if err := e.value(c.Name); err != nil {
			return err
		}
		e.buf.WriteByte(':')
		if err := e.value(jsonCell(c.Cell(v))); err != nil {
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
