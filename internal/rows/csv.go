package rows

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"unictl/internal/line"
)

// csvSource reads csv and tsv.
type csvSource struct {
	records *csv.Reader
	above   int // lines above the header
	below   int // line after the last record, at which the next one starts
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
	s.header, err = checkHeader(padless(cells, 1), s.above+1, o)
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
		record = padless(record, len(s.header))
		line, _ := s.records.FieldPos(0)
		row := Row{Line: s.above + line}
		if len(record) != len(s.header) {
			return row, s.ragged(record)
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

// padless leaves out empty cells at the end, down to least: spreadsheets write
// as many cells as their widest row has.
func padless(record []string, least int) []string {
	for len(record) > least && blank(record[len(record)-1]) {
		record = record[:len(record)-1]
	}
	return record
}

// cells makes a record the caller's own, in two allocations.
func (s *csvSource) cells(record []string) ([]Cell, error) {
	cells := make([]Cell, len(record))
	values := make([]string, len(record))
	for i, text := range record {
		cells[i].Column = s.header[i]
		text = line.FromCell(text)
		if blank(text) {
			continue
		}
		if fault := cmp.Or(flaw(s.header[i], text), s.swallowed(i, text)); fault != nil {
			return nil, fault
		}
		values[i] = text
		cells[i].Values, cells[i].Given = values[i:i+1:i+1], true
	}
	return cells, nil
}

func (s *csvSource) ragged(record []string) *Fault {
	cells := len(record)
	fault := &Fault{Message: fmt.Sprintf("has %s, the header has %s", count(cells, "cell"), count(len(s.header), "column"))}
	if cells > len(s.header) {
		fault.Way = fmt.Sprintf("a cell that holds %q must be in quotes", s.sep)
		return fault
	}
	fault.Message += "; missing: " + strings.Join(s.header[cells:], ", ")
	if strings.HasPrefix(record[0], "#") {
		fault.Way = "a line that begins with # is a comment above the header only"
	}
	return fault
}

// swallowed is the fault of a cell in quotes that holds rows: a quote too many
// was opened in it, and closed some rows further down.
func (s *csvSource) swallowed(at int, text string) *Fault {
	first, more, broken := strings.Cut(text, "\n")
	if !broken || len(s.header) == 1 {
		return nil
	}
	lines := strings.Split(more, "\n")
	last := len(lines) - 1
	for i, line := range lines {
		// The first line ends a row that the cell stands in, the last one begins
		// another: between them they have a row's separators.
		if s.rowOf(line, len(s.header)) || i == last && at > 0 && s.rowOf(first, len(s.header)-at) && s.rowOf(line, at+1) ||
			i == last && at == 0 && s.rowOf(first, len(s.header)) {
			return &Fault{
				Column: s.header[at], Message: fmt.Sprintf("holds what looks like another row, %s further down", count(i+1, "line")),
				Way: `probably a quote (") is opened in this cell that is none: double it ("") and put the cell in quotes`,
			}
		}
	}
	return nil
}

// rowOf tells whether line could be so many cells of a row. Prose has a blank
// behind its commas.
func (s *csvSource) rowOf(line string, cells int) bool {
	parts := strings.Split(line, string(s.sep))
	some := 0
	for _, part := range parts {
		if part != "" {
			some++
		}
		if strings.HasPrefix(part, " ") {
			return false
		}
	}
	return len(parts) == cells && some > 1
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

// separator is the character between a header's cells: of comma, semicolon and
// tab the one that stands most often outside quotes; false when none does.
func separator(line []byte) (rune, bool) {
	var commas, semicolons, tabs int
	quoted := false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',':
			commas++
		case c == ';':
			semicolons++
		case c == '\t':
			tabs++
		}
	}
	switch most := max(commas, semicolons, tabs); most {
	case 0:
		return ',', false
	case commas:
		return ',', true
	case semicolons:
		return ';', true
	}
	return '\t', true
}

// sepLine reads Excel's first line "sep=;", which its cells may surround with
// quotes.
func sepLine(line []byte) (rune, bool) {
	text := string(bytes.Trim(bytes.Trim(line, "\r\n"), `"`))
	if len(text) != len("sep=;") || !strings.EqualFold(text[:4], "sep=") {
		return 0, false
	}
	switch c := text[4]; c {
	case ',', ';', '\t', '|':
		return rune(c), true
	}
	return 0, false
}

// loneCR tells whether line holds a CR that no LF follows.
func loneCR(line []byte) bool {
	at := bytes.IndexByte(line, '\r')
	return at >= 0 && at < len(line)-1 && line[at+1] != '\n'
}

// top is what stands above a header, and the separator of what follows.
type top struct {
	lines     int
	separator rune
}

// readTop consumes comments, blank lines and "sep=;", and looks at the header.
// Lines that end with CR alone are refused here: the whole file would be one
// line, perhaps a comment.
func readTop(in *bufio.Reader) (top, error) {
	var t top
	for {
		line, err := peekLine(in)
		if err != nil {
			return t, err
		}
		if loneCR(line) {
			return t, &FileError{
				Line: t.lines + 1, Message: "lines end with CR alone, as on very old Macs",
				Way: `end lines with LF or CRLF; in Excel, save as "CSV UTF-8" and not as "CSV (Macintosh)"`,
			}
		}
		sep, isSep := sepLine(line)
		switch {
		case len(line) == 0:
			t.separator = ','
			return t, nil
		case isSep:
			t.separator = sep
		case len(bytes.Trim(line, " \t\r\n,;")) > 0 && !comment(bytes.TrimSpace(line)):
			if t.separator == 0 {
				t.separator, _ = separator(line)
			}
			return t, nil
		}
		if err := skipLine(in); err != nil {
			return t, err
		}
		t.lines++
	}
}

// peekLine gives the next line with its end, or as much as the window holds.
func peekLine(in *bufio.Reader) ([]byte, error) {
	for seen := 0; ; {
		line, err := in.Peek(max(in.Buffered(), seen+1))
		if at := bytes.IndexByte(line[seen:], '\n'); at >= 0 {
			return line[:seen+at+1], nil
		}
		if err == io.EOF || err == bufio.ErrBufferFull {
			return line, nil
		}
		if err != nil {
			return nil, err
		}
		seen = len(line)
	}
}

// skipLine consumes a line however long.
func skipLine(in *bufio.Reader) error {
	for {
		switch _, err := in.ReadSlice('\n'); err {
		case nil, io.EOF:
			return nil
		case bufio.ErrBufferFull:
		default:
			return err
		}
	}
}
