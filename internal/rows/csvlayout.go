package rows

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// csvLayout writes csv and tsv, with LF.
type csvLayout struct{ separator byte }

func (l csvLayout) head(dst []byte, columns []string) ([]byte, error) {
	if len(columns) == 0 {
		return nil, errors.New("csv and tsv need columns")
	}
	return l.record(dst, columns), nil
}

func (l csvLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	texts := make([]string, len(columns))
	for i, column := range columns {
		cell := cellOf(cells, column, i)
		if !cell.Given {
			continue
		}
		text, err := joined(cell)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return l.record(dst, texts), nil
}

func (csvLayout) foot(dst []byte, _ bool) []byte { return dst }

// joined is a cell in one text, a list's entries separated by |.
func joined(cell Cell) (string, error) {
	if cell.List || len(cell.Values) > 1 {
		for _, value := range cell.Values {
			if strings.Contains(value, "|") {
				return "", fmt.Errorf("column %s: an entry that holds | cannot be written as csv or tsv; use json, jsonl or yaml", cell.Column)
			}
		}
	}
	return strings.Join(cell.Values, "|"), nil
}

func (l csvLayout) record(dst []byte, texts []string) []byte {
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, l.separator)
		}
		dst = appendCSV(dst, text, i == 0 && len(texts) == 1)
	}
	return append(dst, '\n')
}

// appendCSV appends a cell, in quotes where it would be read as something else
// without. A lone empty cell is quoted, or its line would be blank.
func appendCSV(dst []byte, text string, alone bool) []byte {
	leading, _ := utf8.DecodeRuneInString(text)
	if !strings.ContainsAny(text, ",;\t\"\r\n") && leading != '#' && !unicode.IsSpace(leading) && (text != "" || !alone) {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}
