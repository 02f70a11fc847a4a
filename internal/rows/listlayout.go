package rows

import (
	"fmt"
	"strings"
)

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
	if strings.ContainsAny(text, "\r\n") || strings.TrimSpace(text) != text || strings.HasPrefix(text, "#") {
		return nil, fmt.Errorf("column %s: a value with line breaks, blanks around it or a leading # cannot stand in a plain list", columns[0])
	}
	return append(append(dst, text...), '\n'), nil
}

func (listLayout) foot(dst []byte, _ bool) []byte { return dst }
