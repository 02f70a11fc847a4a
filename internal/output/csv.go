package output

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"unictl/internal/line"
)

// Dialect is the word given to --csv.
type Dialect string

// The dialects of csv. The empty Dialect means Safe.
const (
	Safe  Dialect = "safe"  // what begins like a formula is made text, see line.Cell
	Raw   Dialect = "raw"   // cells as they are
	Excel Dialect = "excel" // Safe, with semicolons and a byte order mark
)

// Dialects returns the words --csv accepts.
func Dialects() []string { return []string{string(Safe), string(Raw), string(Excel)} }

func (d Dialect) separator() byte {
	if d == Excel {
		return ';'
	}
	return ','
}

// mark is what stands at the beginning of the file.
func (d Dialect) mark() string {
	if d == Excel {
		return "\ufeff"
	}
	return ""
}

// checkCSV refuses a dialect that there is not, and one of another format.
func (o Options) checkCSV() error {
	switch {
	case o.CSV == "":
		return nil
	case !slices.Contains(Dialects(), string(o.CSV)):
		return &UsageError{Flag: "--csv", Message: "unknown dialect " + strconv.Quote(string(o.CSV)), Way: "dialects: " + strings.Join(Dialects(), ", ")}
	case o.format() != CSV:
		return &UsageError{Flag: "--csv", Message: "does not go with -o " + string(o.format()), Way: "use -o csv"}
	}
	return nil
}

// csvEncoder writes a row as one csv record.
type csvEncoder struct {
	cols []Column
	kind Dialect
	text textStyle
	ends []int // where each field of the record ends
	out  appendWriter
	csv  *csv.Writer
}

func newCSVEncoder(cols []Column, kind Dialect) *csvEncoder {
	e := &csvEncoder{cols: cols, kind: kind, text: csvText()}
	e.csv = csv.NewWriter(&e.out)
	e.csv.Comma = rune(kind.separator())
	return e
}

func (e *csvEncoder) encode(dst []byte, r Row) ([]byte, error) {
	start := len(dst)
	e.ends = e.ends[:0]
	quotes := len(e.cols) == 1
	for i, c := range e.cols {
		if i > 0 {
			dst = append(dst, e.kind.separator())
		}
		field := len(dst)
		dst = e.text.append(dst, r.cell(c))
		quotes = quotes || special(dst[field:])
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

// special tells whether a field must be looked at: by encoding/csv, which knows
// the rules (quotes, separators, line breaks, a leading blank, "\."), or because
// it may begin like a formula.
func special(field []byte) bool {
	for i, c := range field {
		switch c {
		case '"', ',', ';', '\n', '\r', '\\':
			return true
		case ' ', '\t', '=', '+', '-', '@', '\'':
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
	if e.kind != Raw {
		for i, field := range fields {
			fields[i] = line.Cell(field)
		}
	}
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
