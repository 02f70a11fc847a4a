package rows

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvSource reads csv and tsv.
type csvSource struct {
	records *csv.Reader
	above   int // lines above the header
	below   int // line after the last record, at which the next one starts if no comment does
	header  []string
	sep     rune
}

func newCSVSource(in *bufio.Reader, f Format, o Options) (*csvSource, error) {
	top, err := readTop(in)
	if err != nil {
		return nil, err
	}
	s := &csvSource{above: top.lines, below: top.lines + 1, sep: top.separator}
	if f == TSV {
		s.sep = '\t'
	}
	s.records = csv.NewReader(in) // in is large enough to be used as it is
	s.records.Comma = s.sep
	s.records.Comment = '#'
	s.records.FieldsPerRecord = -1
	s.records.ReuseRecord = true
	s.records.TrimLeadingSpace = s.sep != '\t' // it would take empty cells for blanks
	cells, err := s.records.Read()
	if err == io.EOF {
		return s, nil
	}
	if err != nil {
		return nil, s.headerError(err)
	}
	s.passed(cells)
	s.header, err = checkHeader(cells, s.above+1, o)
	return s, err
}

func (s *csvSource) columns() []string { return s.header }

func (s *csvSource) next() (Row, error) {
	for {
		record, err := s.records.Read()
		if err == io.EOF {
			return Row{}, io.EOF
		}
		if err != nil {
			return s.broken(record, err)
		}
		s.passed(record)
		if nothing(record) {
			continue
		}
		line, _ := s.records.FieldPos(0)
		row := Row{Line: s.above + line}
		if len(record) != len(s.header) {
			return row, s.ragged(len(record))
		}
		row.Cells, err = s.cells(record)
		return row, err
	}
}

// passed notes where a record ends.
func (s *csvSource) passed(record []string) {
	last := len(record) - 1
	line, _ := s.records.FieldPos(last)
	s.below = s.above + line + strings.Count(record[last], "\n") + 1
}

// nothing tells whether no cell of a record holds anything: spreadsheets leave
// such rows behind.
func nothing(record []string) bool {
	for _, text := range record {
		if !blank(text) {
			return false
		}
	}
	return true
}

// cells makes a record the caller's own, in two allocations.
func (s *csvSource) cells(record []string) ([]Cell, error) {
	cells := make([]Cell, len(record))
	values := make([]string, len(record))
	for i, text := range record {
		cells[i].Column = s.header[i]
		if blank(text) {
			continue
		}
		if fault := flaw(s.header[i], text); fault != nil {
			return nil, fault
		}
		values[i] = text
		cells[i].Values, cells[i].Given = values[i:i+1:i+1], true
	}
	return cells, nil
}

func (s *csvSource) ragged(cells int) *Fault {
	fault := &Fault{Message: fmt.Sprintf("has %s, the header has %s", count(cells, "cell"), count(len(s.header), "column"))}
	if cells > len(s.header) {
		fault.Way = fmt.Sprintf("a cell that holds %q must be in quotes", s.sep)
	}
	return fault
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// broken is a record that does not follow the rules for quotes.
func (s *csvSource) broken(record []string, err error) (Row, error) {
	wrong, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return Row{Line: s.below}, err
	}
	s.below = s.above + wrong.Line + 1
	message, hint := s.quotes(wrong)
	fault := &Fault{Message: message, Way: hint}
	if len(record) < len(s.header) { // it ends before the broken cell
		fault.Column = s.header[len(record)]
	}
	return Row{Line: s.above + wrong.StartLine}, fault
}

func (s *csvSource) quotes(wrong *csv.ParseError) (message, hint string) {
	if errors.Is(wrong.Err, csv.ErrBareQuote) {
		return `holds a quote (") but is not in quotes`, `put the cell in quotes and double those inside: "a ""b"" c"`
	}
	return fmt.Sprintf(`has an opening quote (") without a closing one, or text after the closing one, in line %d`, s.above+wrong.Line),
		`double a quote inside a cell in quotes: "a ""b"" c"`
}

func (s *csvSource) headerError(err error) error {
	wrong, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err
	}
	message, hint := s.quotes(wrong)
	return &FileError{Line: s.above + wrong.StartLine, Message: "a cell of the header " + message, Way: hint}
}
