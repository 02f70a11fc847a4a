package output

import (
	"errors"
	"io"
	"iter"
)

// WriteList prints a list and returns how many rows it printed.
//
// csv, jsonl, name and the piped table print rows as they come; when rows ends
// with an error, what came is printed and the error returned as it is. json,
// yaml, jq over the whole list and everything sorted print only a list that
// came whole. A limit stops rows early, except where sorting needs all of them
// first: the limit then keeps the first ones of the sorted list. Missing values
// sort last in both directions.
//
// Write errors wrap those of w, so that errors.Is finds syscall.EPIPE; rows is
// then not asked for more. A failing jq expression is a *JQError.
func WriteList(w io.Writer, o Options, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	out, err := o.newSink(w, cols)
	if err != nil {
		return 0, err
	}
	if o.holds() {
		n, err = o.writeHeld(out, cols, rows)
	} else {
		n, err = o.writeStream(out, cols, rows)
	}
	if errors.Is(err, errHalted) {
		return n, out.end()
	}
	return n, err
}

// writeStream prints each row as it comes.
func (o Options) writeStream(out sink, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	enc := o.newEncoder(cols)
	var buf []byte
	for r, err := range rows {
		if err == nil {
			buf, err = enc.encode(buf[:0], r)
		}
		if err != nil {
			return out.abort(), err
		}
		if err := out.row(buf); err != nil {
			return n, err
		}
		if n++; n == o.Limit {
			break
		}
	}
	return n, out.end()
}

// writeHeld prints once all rows are there.
func (o Options) writeHeld(out sink, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	enc := o.newEncoder(cols)
	h := o.newHold(cols)
	var buf []byte
	for r, err := range rows {
		if err == nil {
			buf, err = enc.encode(buf[:0], r)
		}
		if err != nil {
			return 0, err
		}
		h.add(r, buf)
		if len(h.keys) == 0 && len(h.rows) == o.Limit {
			break
		}
	}
	return h.release(out, o.Limit)
}

// sink prints encoded rows. It keeps nothing of enc after row returns.
type sink interface {
	row(enc []byte) error
	// end finishes a result that came whole.
	end() error
	// abort finishes a result that broke off: streams print what came, and the
	// number of rows printed is returned.
	abort() int
}

// newSink returns the printer of the format.
func (o Options) newSink(w io.Writer, cols []Column) (sink, error) {
	out := &lineWriter{w: w}
	if o.JQ != "" {
		prog, err := o.program()
		if err != nil {
			return nil, err
		}
		if o.format() == JSON {
			return &jqList{prog: prog, out: out}, nil
		}
		return &jqRows{prog: prog, out: out, json: exactJSON{forget: true}}, nil
	}
	switch o.format() {
	case JSON:
		return &jsonArray{out: out}, nil
	case YAML:
		return &yamlList{out: out}, nil
	case JSONL, Name:
		return &stream{out: out}, nil
	case CSV:
		return o.newCSVStream(out, cols)
	default:
		return o.newTable(out, cols), nil
	}
}

func (o Options) newCSVStream(out *lineWriter, cols []Column) (sink, error) {
	shown := o.shown(cols)
	if o.NoHeader || len(shown) == 0 { // an empty list whose columns nobody knows
		return &stream{out: out, mark: o.CSV.mark()}, nil
	}
	header, err := newCSVEncoder(shown, o.CSV).record(nil, columnNames(shown))
	return &stream{out: out, mark: o.CSV.mark(), header: header}, err
}

// holds tells whether the result may only be printed once all of it is there.
func (o Options) holds() bool {
	f := o.format()
	return len(o.Sort) > 0 || o.JQ == "" && (f == JSON || f == YAML)
}

// stream prints rows as they come, one line each.
type stream struct {
	out    *lineWriter
	mark   string // of the file's beginning
	header []byte // nil = none
	n      int
}

func (s *stream) row(enc []byte) error {
	s.begin()
	s.n++
	return s.out.line(enc)
}

// begin prints the header ahead of the first row, or of nothing at all: a list
// that fails at once prints nothing.
func (s *stream) begin() {
	if s.n > 0 {
		return
	}
	s.out.buf = append(s.out.buf, s.mark...)
	if s.header != nil {
		s.out.header(s.header)
	}
}

func (s *stream) end() error {
	if s.n == 0 {
		s.begin()
	}
	return s.out.flush()
}

func (s *stream) abort() int {
	// The list has failed already; that is what the caller reports.
	_ = s.out.flush()
	return s.n
}

// Lines are handed to stdout after the first one, so that a slow server shows
// a sign of life, and then in blocks.
const (
	blockLines = 1000
	blockBytes = 64 << 10
)

// lineWriter buffers whole lines for stdout.
type lineWriter struct {
	w       io.Writer
	buf     []byte
	pending int  // lines in buf
	started bool // the first line has been written
}

// line appends p and a newline.
func (l *lineWriter) line(p []byte) error {
	l.buf = append(l.buf, p...)
	return l.endLine()
}

// endLine ends the line that was appended to buf.
func (l *lineWriter) endLine() error {
	l.buf = append(l.buf, '\n')
	l.pending++
	if !l.started || l.pending >= blockLines || len(l.buf) >= blockBytes {
		return l.flush()
	}
	return nil
}

// header appends a line that waits for the first row.
func (l *lineWriter) header(p []byte) {
	l.buf = append(append(l.buf, p...), '\n')
}

// flush writes what is buffered. The error wraps that of the writer.
func (l *lineWriter) flush() error {
	if len(l.buf) == 0 {
		return nil
	}
	l.started = true
	_, err := l.w.Write(l.buf)
	l.buf, l.pending = l.buf[:0], 0
	if err != nil {
		return writeError(err)
	}
	return nil
}
