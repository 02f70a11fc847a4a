package ixon

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// append writes a record as a JSON object.
func (sel *selection) append(b []byte, v *view, rec any) []byte {
	b = append(b, '{')
	for i, p := range sel.picks {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, p.field.name...)
		b = append(b, '"', ':')
		b = p.append(b, v, rec)
	}
	return append(b, '}')
}

func (p pick) append(b []byte, v *view, rec any) []byte {
	switch {
	case p.field.one != nil:
		nested := p.field.one(v, rec)
		if nested == nil {
			return append(b, "null"...)
		}
		return p.below.append(b, v, nested)
	case p.field.many != nil:
		b = append(b, '[')
		for i, nested := range p.field.many(v, rec) {
			if i > 0 {
				b = append(b, ',')
			}
			b = p.below.append(b, v, nested)
		}
		return append(b, ']')
	}
	return appendScalar(b, p.field.value(v, rec))
}

func appendScalar(b []byte, value any) []byte {
	switch x := value.(type) {
	case string:
		return appendText(b, x)
	case bool:
		return strconv.AppendBool(b, x)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case instant:
		return x.append(b)
	case json.RawMessage:
		return append(b, x...)
	}
	return append(b, "null"...)
}

// appendText quotes a string; nearly all need no escaping.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return append(b, encode(s)...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// encode marshals without the escapes meant for HTML. What it is given are
// plain values that cannot fail to marshal.
func encode(value any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
