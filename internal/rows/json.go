package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
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
	return nil, s.wrong("this is not a JSON list of objects", "put the rows in [ ] with commas between them")
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

// element copies one element of the list to text, up to the comma or bracket
// after it. It follows quotes and brackets only; the syntax is checked after.
func (s *jsonSource) element() error {
	s.text = s.text[:0]
	from, inside := s.at, nesting{}
	for {
		seen, err := s.in.Peek(max(s.in.Buffered(), 1))
		if err != nil {
			s.at = from.after(s.text)
			return s.cut(from, err)
		}
		n, ended := inside.end(seen)
		s.text = append(s.text, seen[:n]...)
		_, _ = s.in.Discard(n)
		if ended {
			s.at = from.after(s.text)
			return nil
		}
	}
}

// nesting is where in an element a byte stands.
type nesting struct {
	depth           int
	quoted, escaped bool
}

// end is how much of text belongs to the element, and whether that is its end.
func (n *nesting) end(text []byte) (int, bool) {
	for i, c := range text {
		switch {
		case n.escaped:
			n.escaped = false
		case c == '"':
			n.quoted = !n.quoted
		case n.quoted:
			n.escaped = c == '\\'
		case c == '{' || c == '[':
			n.depth++
		case n.depth == 0 && (c == ',' || c == ']'):
			return i, true
		case c == '}' || c == ']':
			n.depth--
		}
	}
	return len(text), false
}

// cut is about an element that has no end. A bracket that was forgotten within
// it is the better news.
func (s *jsonSource) cut(from position, err error) error {
	if err != io.EOF && err != errBudget {
		return err
	}
	if offset, message := invalid(s.text); message != "" && offset < len(s.text) {
		return from.syntax(s.text)
	}
	if err == errBudget {
		return err
	}
	return s.wrong("the file ends before the list is closed with ]", "it was probably cut off")
}

// jsonlSource reads one object per line.
type jsonlSource struct {
	lines
	object object
}

func (s *jsonlSource) columns() []string { return nil }

func (s *jsonlSource) next() (Row, error) {
	for {
		line, err := s.lines.next("#")
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

// position is a place in a file, from 1.
type position struct{ line, character int }

// after moves the place over text.
func (p position) after(text []byte) position {
	if last := bytes.LastIndexByte(text, '\n'); last >= 0 {
		p = position{p.line + bytes.Count(text, []byte("\n")), 1}
		text = text[last+1:]
	}
	for _, c := range text {
		p.step(c)
	}
	return p
}

func (p *position) step(c byte) {
	switch {
	case c == '\n':
		p.line, p.character = p.line+1, 1
	case c&0xc0 != 0x80: // the first byte of a letter
		p.character++
	}
}

// bytesAt reads bytes and knows where the next one stands.
type bytesAt struct {
	in *bufio.Reader
	at position
}

// pass steps over a byte that significant has shown.
func (b *bytesAt) pass() {
	b.at.character++
	_, _ = b.in.Discard(1)
}

// significant consumes white space and shows the byte after it without
// consuming that; 0 at the end of the file.
func (b *bytesAt) significant() (byte, error) {
	for {
		seen, err := b.in.Peek(max(b.in.Buffered(), 1))
		if err == io.EOF {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		rest := bytes.TrimLeft(seen, " \t\r\n")
		blanks := len(seen) - len(rest)
		b.at = b.at.after(seen[:blanks])
		_, _ = b.in.Discard(blanks)
		if len(rest) > 0 {
			return rest[0], nil
		}
	}
}

// syntax is the first error in JSON that starts at p, nil when there is none.
func (p position) syntax(text []byte) *FileError {
	offset, message := invalid(text)
	if message == "" {
		return nil
	}
	at := p.after(text[:offset])
	return &FileError{Line: at.line, Character: at.character, Message: "this is no valid JSON: " + message}
}

// invalid is the first error in JSON and the index of the byte it is about;
// len(text) when more is missing, and "" when there is no error.
func invalid(text []byte) (offset int, message string) {
	if json.Valid(text) {
		return 0, ""
	}
	var ignored json.RawMessage
	err := json.Unmarshal(text, &ignored)
	wrong, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case !ok:
		return 0, err.Error()
	case wrong.Error() == "unexpected end of JSON input", endsInside(text, wrong):
		return len(text), "it ends too early"
	}
	return max(int(wrong.Offset)-1, 0), wrong.Error()
}

// endsInside tells whether the error is about the blank that the decoder takes
// for the end of the text, in the middle of an escape or a word.
func endsInside(text []byte, wrong *json.SyntaxError) bool {
	return int(wrong.Offset) == len(text) && strings.HasPrefix(wrong.Error(), "invalid character ' '") && !bytes.HasSuffix(text, []byte(" "))
}
