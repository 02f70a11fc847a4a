package output

import (
	"errors"
	"strings"

	"github.com/itchyny/gojq"
)

// errHalted is jq's halt: the expression wants no more rows.
var errHalted = errors.New("halted by the jq expression")

// jqProgram is a compiled --jq expression. It sees neither the environment nor
// files: no loader is given to gojq.
type jqProgram struct {
	expr   string
	code   *gojq.Code
	indent bool // objects and arrays over several lines
}

// compileJQ compiles expr; the error is a *UsageError.
func compileJQ(expr string) (*jqProgram, error) {
	query, err := gojq.Parse(expr)
	if err != nil {
		return nil, invalidJQ(expr, err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, invalidJQ(expr, err)
	}
	return &jqProgram{expr: expr, code: code}, nil
}

// program returns the compiled o.JQ. Results take several lines only on a
// terminal, and never in jsonl.
func (o Options) program() (*jqProgram, error) {
	p, err := compileJQ(o.JQ)
	if err != nil {
		return nil, err
	}
	p.indent = o.Terminal && o.format() == JSON
	return p, nil
}

func invalidJQ(expr string, err error) error {
	return &UsageError{
		Flag: "--jq", Message: "invalid expression " + quoted(expr) + ": " + Sanitize(err.Error()),
		Way: `expressions are those of jq, for example --jq '.[].publicId'`,
	}
}

func quoted(s string) string { return `"` + Sanitize(s) + `"` }

// run prints what the expression makes of a decoded value: strings raw, other
// values as JSON, one a line. It returns a *JQError, errHalted or a write
// error.
func (p *jqProgram) run(value any, out *lineWriter) error {
	results := p.code.Run(value)
	for {
		v, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := v.(error); failed {
			return p.failed(err)
		}
		line, err := p.format(v)
		if err != nil {
			return err
		}
		if err := out.line(line); err != nil {
			return err
		}
	}
}

// format spells a result. Raw strings keep newline and tab; nothing else in
// them may steer a terminal.
func (p *jqProgram) format(v any) ([]byte, error) {
	if s, ok := v.(string); ok {
		return []byte(sanitize(s, true)), nil
	}
	data, err := gojq.Marshal(v)
	if err == nil && p.indent {
		data, err = indentJSON(data)
	}
	return appendEscaped(nil, data), err
}

// failed turns gojq's error into ours. An error value is the expression's own
// message (`error("…")`) and stays; other messages quote the data they failed
// on and are cut before it.
func (p *jqProgram) failed(err error) error {
	if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
		return errHalted
	}
	msg := err.Error()
	if _, ok := errors.AsType[gojq.ValueError](err); !ok {
		msg = withoutData(msg)
	}
	return &JQError{Expr: p.expr, Message: msg}
}

// withoutData cuts a message of gojq before the data it quotes: behind the type
// in "cannot iterate over: string (\"…\")", else leaving an ellipsis.
func withoutData(msg string) string {
	i := strings.IndexAny(msg, "\"{[(")
	switch {
	case i < 0:
		return msg
	case strings.HasSuffix(msg[:i], " ") && msg[i] == '(':
		return msg[:i-1]
	default:
		return msg[:i] + "…"
	}
}

// jqList runs an expression over the whole list, once it is there.
type jqList struct {
	prog *jqProgram
	out  *lineWriter
	json exactJSON
	rows []any
}

func (s *jqList) row(enc []byte) error {
	v, err := s.json.decode(enc)
	s.rows = append(s.rows, v)
	return err
}

func (s *jqList) end() error {
	if s.rows == nil {
		s.rows = []any{}
	}
	return wholeJQ(s.prog, s.rows, s.out)
}

// abort prints nothing: an expression over half a list tells nothing.
func (s *jqList) abort() int { return 0 }

// jqRows runs an expression over each row.
type jqRows struct {
	prog *jqProgram
	out  *lineWriter
	json exactJSON
	n    int
}

func (s *jqRows) row(enc []byte) error {
	v, err := s.json.decode(enc)
	if err != nil {
		return err
	}
	if err := s.prog.run(v, s.out); err != nil {
		return finishJQ(err, s.out)
	}
	s.n++
	return nil
}

func (s *jqRows) end() error { return s.out.flush() }

func (s *jqRows) abort() int {
	_ = s.out.flush() // the list has failed already; that is what is reported
	return s.n
}

// wholeJQ runs an expression once; halting is an end like any other.
func wholeJQ(prog *jqProgram, value any, out *lineWriter) error {
	err := finishJQ(prog.run(value, out), out)
	if errors.Is(err, errHalted) {
		return nil
	}
	return err
}

// finishJQ prints the results that came before err, and returns err.
func finishJQ(err error, out *lineWriter) error {
	if flushed := out.flush(); flushed != nil && err == nil {
		return flushed
	}
	return err
}
