package output

import (
	"bytes"
	"encoding/json"
)

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
