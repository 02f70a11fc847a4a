package output

import (
	"encoding/csv"
	"unicode/utf8"
)

// csvEncoder writes a row as one csv record.
type csvEncoder struct {
	cols []Column
	text textStyle
	ends []int // where each field of the record ends
	out  appendWriter
	csv  *csv.Writer
}

func newCSVEncoder(cols []Column) *csvEncoder {
	e := &csvEncoder{cols: cols, text: csvText()}
	e.csv = csv.NewWriter(&e.out)
	return e
}

func (e *csvEncoder) encode(dst []byte, r Row) ([]byte, error) {
	start := len(dst)
	e.ends = e.ends[:0]
	quotes := len(e.cols) == 1
	for i, c := range e.cols {
		if i > 0 {
			dst = append(dst, ',')
		}
		field := len(dst)
		dst = e.text.append(dst, c.Cell(r.Value))
		quotes = quotes || mayNeedQuotes(dst[field:])
		e.ends = append(e.ends, len(dst))
	}
	if !quotes {
		return dst, nil
	}
	fields := e.fields(dst, start)
	return e.record(dst[:start], fields)
}

// fields takes an unquoted record apart again.
func (e *csvEncoder) fields(dst []byte, start int) []string {
	fields := make([]string, len(e.ends))
	for i, end := range e.ends {
		fields[i] = string(dst[start:end])
		start = end + len(",")
	}
	return fields
}

// mayNeedQuotes tells whether a field must go through encoding/csv, which
// knows the rules: quotes, separators, line breaks, a leading blank, "\.".
func mayNeedQuotes(field []byte) bool {
	for i, c := range field {
		switch c {
		case '"', ',', '\n', '\r', '\\':
			return true
		case ' ', '\t':
			if i == 0 {
				return true
			}
		default:
			if c >= utf8.RuneSelf && i == 0 {
				return true // perhaps a blank outside ASCII
			}
		}
	}
	return false
}

// record appends one csv record. A lone empty field is quoted, because readers
// skip empty lines.
func (e *csvEncoder) record(dst []byte, fields []string) ([]byte, error) {
	if len(fields) == 1 && fields[0] == "" {
		return append(dst, `""`...), nil
	}
	e.out.buf = dst
	if err := e.csv.Write(fields); err != nil {
		return dst, err
	}
	e.csv.Flush()
	dst, e.out.buf = e.out.buf, nil
	return dst[:len(dst)-1], e.csv.Error()
}

// appendWriter is an io.Writer that appends to a slice.
type appendWriter struct{ buf []byte }

func (w *appendWriter) Write(p []byte) (int, error) {
	w.buf = append(w.buf, p...)
	return len(p), nil
}
