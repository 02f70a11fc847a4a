package rows

// listSource reads a plain list: each line is the value of one column.
type listSource struct {
	lines
	column string
}

func (s *listSource) columns() []string { return nil }

func (s *listSource) next() (Row, error) {
	line, err := s.lines.next()
	row := Row{Line: s.number}
	if err != nil {
		return row, err
	}
	text := string(line)
	if fault := flaw(s.column, text); fault != nil {
		return row, fault
	}
	row.Cells = []Cell{{Column: s.column, Values: []string{text}, Given: true}}
	return row, nil
}
