package output

import "io"

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
	if o.NoHeader {
		return &stream{out: out}, nil
	}
	shown := o.shown(cols)
	if len(shown) == 0 {
		return &stream{out: out}, nil // an empty list whose columns nobody knows
	}
	header, err := newCSVEncoder(shown).record(nil, columnNames(shown))
	return &stream{out: out, header: header}, err
}

// holds tells whether the result may only be printed once all of it is there.
func (o Options) holds() bool {
	f := o.format()
	return len(o.Sort) > 0 || o.JQ == "" && (f == JSON || f == YAML)
}

// stream prints rows as they come, one line each.
type stream struct {
	out    *lineWriter
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
	if s.n == 0 && s.header != nil {
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
