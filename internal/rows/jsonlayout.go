package rows

import (
	"bytes"
	"encoding/json"
)

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
