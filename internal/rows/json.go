package rows

import (
	"bufio"
	"io"
)

// jsonSource reads the elements of one list, one after another.
type jsonSource struct {
	bytesAt
	object object
	text   []byte // of the element, reused
	begun  bool   // an element was read
	over   bool   // the list is closed
}

func newJSONSource(in *bufio.Reader, o Options) (*jsonSource, error) {
	s := &jsonSource{bytesAt: bytesAt{in: in, at: position{1, 1}}, object: newObject(o)}
	c, err := s.significant()
	if err != nil {
		return nil, err
	}
	switch c {
	case 0:
		s.over = true
		return s, nil
	case '[':
		s.pass()
		return s, nil
	case '{':
		return nil, s.wrong("this is one object, and a list of objects is wanted",
			"put the rows in [ ] with commas between them; for one object per line use --format jsonl")
	}
	return nil, s.wrong("this is no list of objects in JSON", "put the rows in [ ] with commas between them")
}

func (s *jsonSource) wrong(message, hint string) error {
	return &FileError{Line: s.at.line, Character: s.at.character, Message: message, Way: hint}
}

func (s *jsonSource) columns() []string { return nil }

func (s *jsonSource) next() (Row, error) {
	for {
		if err := s.step(); err != nil {
			return Row{Line: s.at.line}, err
		}
		from := s.at
		row := Row{Line: from.line}
		if err := s.element(); err != nil {
			return row, err
		}
		if wrong := from.syntax(s.text); wrong != nil {
			return row, wrong
		}
		if err := s.object.decode(s.text); err != nil {
			return row, err
		}
		if !s.object.onlyRemarks() {
			row.Cells = s.object.cells
			return row, nil
		}
	}
}

// step goes to the first byte of the next element, or gives io.EOF.
func (s *jsonSource) step() error {
	if s.over {
		return io.EOF
	}
	c, err := s.significant()
	if err != nil {
		return err
	}
	if c == ']' {
		s.pass()
		return s.close()
	}
	if s.begun {
		if c == 0 {
			return s.wrong("the file ends before the list is closed with ]", "it was probably cut off")
		}
		// element stops before a comma, a bracket or the end.
		s.pass()
		if c, err = s.significant(); err != nil {
			return err
		}
	}
	s.begun = true
	switch c {
	case 0:
		return s.wrong("the file ends before the list is closed with ]", "it was probably cut off")
	case ']', ',':
		return s.wrong("a comma without an object after it", "remove the comma")
	}
	return nil
}

// close makes sure that nothing follows the list.
func (s *jsonSource) close() error {
	s.over = true
	c, err := s.significant()
	if err != nil {
		return err
	}
	if c != 0 {
		return s.wrong("there is more after the end of the list", "a file holds one list")
	}
	return io.EOF
}
