package document

// scanner takes apart a text that is known to be valid JSON, which also bounds
// how deep it nests.
type scanner struct{ rest []byte }

func (s *scanner) value() *node {
	switch c := s.peek(); {
	case c == '{':
		return s.object()
	case c == '[':
		return s.list()
	case c == '"':
		return &node{kind: text, raw: s.quoted()}
	case c == 't' || c == 'f':
		return &node{kind: boolean, raw: s.word()}
	case c == 'n':
		return &node{kind: null, raw: s.word()}
	default:
		return &node{kind: number, raw: s.word()}
	}
}

func (s *scanner) object() *node {
	n := newObject()
	for s.skip(); s.peek() != '}'; {
		if s.peek() == ',' {
			s.skip()
			s.peek()
		}
		name := s.quoted()
		s.peek()
		s.skip() // the colon
		n.add(member{name: unquote(name), quote: name, value: s.value()})
	}
	s.skip()
	return n
}

func (s *scanner) list() *node {
	n := &node{kind: list}
	for s.skip(); s.peek() != ']'; {
		if s.peek() == ',' {
			s.skip()
		}
		n.elements = append(n.elements, s.value())
	}
	s.skip()
	return n
}

// peek gives the next byte that is not white space.
func (s *scanner) peek() byte {
	for isSpace(s.rest[0]) {
		s.skip()
	}
	return s.rest[0]
}

func (s *scanner) skip() { s.rest = s.rest[1:] }

// quoted takes a string with its quotes.
func (s *scanner) quoted() []byte {
	end := 1
	for s.rest[end] != '"' {
		if s.rest[end] == '\\' {
			end++
		}
		end++
	}
	return s.take(end + 1)
}

// word takes a number, true, false or null.
func (s *scanner) word() []byte {
	end := 0
	for end < len(s.rest) && !isSpace(s.rest[end]) && !isDelimiter(s.rest[end]) {
		end++
	}
	return s.take(end)
}

func (s *scanner) take(n int) []byte {
	taken := s.rest[:n:n]
	s.rest = s.rest[n:]
	return taken
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isDelimiter(c byte) bool { return c == ',' || c == ']' || c == '}' }
