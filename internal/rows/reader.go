package rows

import (
	"bufio"
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
	b := &budget{from: r, left: maxRow}
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
