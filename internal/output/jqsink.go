package output

import (
	"errors"
)

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
