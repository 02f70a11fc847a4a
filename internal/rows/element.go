package rows

import "io"

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
