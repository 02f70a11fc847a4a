package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Reader reads rows one after another, holding one at a time (YAML: the whole
// file).
type Reader struct {
	format Format
	source source
	budget *budget
	number int
	ended  error // what every further Next returns
}

// source is a format's way to the next row. It fills in Line and Cells, and
// the Fault's Column, Message and Way.
type source interface {
	columns() []string
	next() (Row, error)
}

// NewReader starts reading. An f of "" is found from the content: see Format.
// Headers are read and checked here.
//
// A file that is no such file is a *FileError; other errors are those of r.
func NewReader(r io.Reader, f Format, o Options) (*Reader, error) {
	b := &budget{from: &dosEnd{bufio.NewReaderSize(r, 16)}, left: maxRow}
	in := bufio.NewReaderSize(b, window)
	if err := start(in); err != nil {
		return nil, tooLong(err, 1)
	}
	if f == "" {
		f = sniff(in, o)
	}
	s, err := newSource(in, f, o)
	if err != nil {
		return nil, tooLong(err, 1)
	}
	return &Reader{format: f, source: s, budget: b}, nil
}

func newSource(in *bufio.Reader, f Format, o Options) (source, error) {
	switch f {
	case CSV, TSV:
		return newCSVSource(in, f, o)
	case JSON:
		return newJSONSource(in, o)
	case JSONL:
		return &jsonlSource{lines: lines{in: in}, object: newObject(o)}, nil
	case YAML:
		return newYAMLSource(in, o)
	case List:
		return &listSource{lines: lines{in: in}, column: o.Only}, nil
	}
	return nil, fmt.Errorf("unknown format %q: one of %q", string(f), Formats())
}

// Format is the one that is read, given or found.
func (r *Reader) Format() Format { return r.format }

// Columns is the header of csv and tsv, nil when the file has none because it
// is empty, and nil for formats whose rows name their own columns.
func (r *Reader) Columns() []string { return r.source.columns() }

// Next gives the next row, whose memory is the caller's. io.EOF says that there
// are no more.
//
// A *Fault is what is wrong with this row, the first thing of several; Next
// goes on with the row after it. Any other error (*FileError, or the reader's
// own) is final.
func (r *Reader) Next() (Row, error) {
	if r.ended != nil {
		return Row{}, r.ended
	}
	r.budget.left = maxRow
	row, err := r.source.next()
	row.Number = r.number + 1
	if err == nil {
		r.number++
		return row, nil
	}
	if fault, ok := errors.AsType[*Fault](err); ok {
		r.number++
		fault.Row, fault.Line = row.Number, row.Line
		return row, fault
	}
	r.ended = tooLong(err, row.Line)
	return Row{}, r.ended
}

// start refuses what is no text in UTF-8 and steps over a byte order mark.
func start(in *bufio.Reader) error {
	head, err := in.Peek(8)
	if err != nil && err != io.EOF {
		return err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		if _, err := in.Discard(3); err != nil {
			return err
		}
		return start(in) // what was joined from two files can have two
	}
	if wrong := foreign(head); wrong != nil {
		return wrong
	}
	return nil
}

// foreign tells by a file's first bytes what else it is.
func foreign(head []byte) *FileError {
	begins := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case begins("PK\x03\x04"), begins("\xd0\xcf\x11\xe0"):
		return &FileError{
			Message: "this is an Excel workbook (or another packed file), not text",
			Way:     `in Excel, save it with the type "CSV UTF-8 (comma delimited)"`,
		}
	case begins("\x1f\x8b"):
		return &FileError{Message: "the file is compressed with gzip", Way: "unpack it first: gzip -dc FILE"}
	case begins("\xff\xfe"), begins("\xfe\xff"), everyOther(head):
		return &FileError{
			Message: "the file is in UTF-16 and must be in UTF-8",
			Way:     `in Excel, save it as "CSV UTF-8" and not as "Unicode Text"; elsewhere: iconv -f UTF-16 -t UTF-8 FILE`,
		}
	}
	return nil
}

// everyOther tells whether NUL stands at every other place, as in Latin letters
// in UTF-16 without a byte order mark.
func everyOther(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	return head[0] == 0 && head[2] == 0 && head[1] != 0 || head[1] == 0 && head[3] == 0 && head[0] != 0
}

// sniff finds the format from the first line that is neither blank nor a
// comment, without consuming anything: an opening bracket or brace is JSON, a
// dash YAML; separators, or a single known column, are a header; anything else
// is a plain list. A line further down than the window is not seen.
func sniff(in *bufio.Reader, o Options) Format {
	line := firstLine(in)
	switch {
	case len(line) == 0:
		return List
	case line[0] == '[':
		return JSON
	case line[0] == '{':
		return JSONL
	case bytes.HasPrefix(line, []byte("- ")), bytes.Equal(line, []byte("---")):
		return YAML
	}
	if _, ok := sepLine(line); ok {
		return CSV
	}
	switch s, found := separator(line); {
	case found && s == '\t':
		return TSV
	case found, o.Known != nil && o.Known(string(bytes.Trim(line, `"`))):
		return CSV
	}
	return List
}

// firstLine is the first line with content, trimmed; nil when there is none.
func firstLine(in *bufio.Reader) []byte {
	seen, _ := in.Peek(window) // shorter at the end of the file
	for len(seen) > 0 {
		line, rest, _ := bytes.Cut(seen, []byte("\n"))
		line = bytes.TrimSpace(line)
		if len(line) > 0 && !comment(line) {
			return line
		}
		seen = rest
	}
	return nil
}

// comment tells whether a line above the header is one; it has no blanks around
// it.
func comment(line []byte) bool {
	return bytes.HasPrefix(line, []byte("#")) || bytes.HasPrefix(line, []byte(`"#`))
}

const (
	maxCell    = 1 << 20  // bytes
	maxRow     = 16 << 20 // bytes; also of a whole YAML file
	maxColumns = 1000
	maxName    = 200      // bytes of a column's name
	window     = 64 << 10 // bytes read at once, and how far a header is looked for
)

// dosEnd leaves out the Ctrl-Z with which DOS, and Windows' copy, end a file.
type dosEnd struct{ from *bufio.Reader }

func (d *dosEnd) Read(p []byte) (int, error) {
	n, err := d.from.Read(p)
	if n == 0 || p[n-1] != 0x1a {
		return n, err
	}
	if _, end := d.from.Peek(1); end == io.EOF {
		return n - 1, io.EOF
	}
	return n, err
}

var errBudget = errors.New("row too long")

// budget is a reader that gives at most so many bytes for one row, so that a
// quote that is never closed does not take all memory.
type budget struct {
	from io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBudget
	}
	n, err := b.from.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// tooLong says in words that the budget of the row that starts at line is used
// up. Other errors are left as they are.
func tooLong(err error, line int) error {
	if !errors.Is(err, errBudget) {
		return err
	}
	return &FileError{
		Line:    line,
		Message: fmt.Sprintf("the row that starts here is longer than %d MB", maxRow>>20),
		Way:     "a quote or bracket that is opened there is probably never closed",
	}
}
