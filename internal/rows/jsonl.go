package rows

import "fmt"

// jsonlSource reads one object per line.
type jsonlSource struct {
	lines
	object object
}

func (s *jsonlSource) columns() []string { return nil }

func (s *jsonlSource) next() (Row, error) {
	for {
		line, err := s.lines.next()
		row := Row{Line: s.number}
		if err != nil {
			return row, err
		}
		if wrong := (position{s.number, 1}).syntax(line); wrong != nil {
			return row, &Fault{
				Message: fmt.Sprintf("%s (character %d)", wrong.Message, wrong.Character),
				Way:     "each line holds one whole object; a list of objects in [ ] is --format json",
			}
		}
		if err := s.object.decode(line); err != nil {
			return row, err
		}
		if !s.object.onlyRemarks() {
			row.Cells = s.object.cells
			return row, nil
		}
	}
}
