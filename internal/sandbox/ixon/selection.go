package ixon

import (
	"encoding/json"
	"errors"
	"strconv"

	"unictl/internal/sandbox/service"
)

// node is one name of a `fields` expression with what stands below it;
// the name "*" is every top-level field.
type node struct {
	name  string
	below []node
}

const maxFieldDepth = 12

var errFields = errors.New("malformed fields expression")

// parseFields reads `a,b.c,d(e,f.*),*` (contract §4).
func parseFields(expr string) ([]node, error) {
	p := fieldParser{in: expr}
	nodes, err := p.list(0)
	if err != nil {
		return nil, err
	}
	if p.pos != len(p.in) {
		return nil, errFields
	}
	return nodes, nil
}

type fieldParser struct {
	in  string
	pos int
}

func (p *fieldParser) list(depth int) ([]node, error) {
	var nodes []node
	for {
		n, err := p.item(depth)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if !p.take(',') {
			return nodes, nil
		}
	}
}

func (p *fieldParser) item(depth int) (node, error) {
	if depth > maxFieldDepth {
		return node{}, errFields
	}
	p.spaces()
	if p.take('*') {
		p.spaces()
		return node{name: "*"}, nil
	}
	n := node{name: p.word()}
	if n.name == "" {
		return node{}, errFields
	}
	var err error
	switch {
	case p.take('.'):
		var sub node
		if sub, err = p.item(depth + 1); err == nil {
			n.below = []node{sub}
		}
	case p.take('('):
		if n.below, err = p.list(depth + 1); err == nil && !p.take(')') {
			err = errFields
		}
	}
	p.spaces()
	return n, err
}

func (p *fieldParser) take(c byte) bool {
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *fieldParser) spaces() {
	for p.take(' ') {
	}
}

func (p *fieldParser) word() string {
	start := p.pos
	for p.pos < len(p.in) && isWordByte(p.in[p.pos]) {
		p.pos++
	}
	return p.in[start:p.pos]
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// selection is a fields expression bound to a schema: what an answer shows.
type selection struct {
	picks []pick
}

type pick struct {
	field *field
	below *selection
}

// choose binds an expression. publicId is always part of the answer; `*` takes
// the top level only, so that nested objects show no more than their publicId.
func (s *schema) choose(nodes []node) (*selection, error) {
	chosen := make([]bool, len(s.fields))
	below := make([][]node, len(s.fields))
	for i := range s.fields {
		chosen[i] = s.fields[i].name == "publicId" && !s.bare
	}
	for _, n := range nodes {
		if n.name == "*" {
			for i := range s.fields {
				chosen[i] = chosen[i] || !s.fields[i].hidden
			}
			continue
		}
		i := s.index(n.name)
		if i < 0 || (len(n.below) > 0 && s.fields[i].of == nil && s.fields[i].kind != kindRaw) {
			return nil, errFields
		}
		chosen[i] = true
		below[i] = append(below[i], n.below...)
	}
	sel := &selection{}
	for i := range s.fields {
		if !chosen[i] {
			continue
		}
		p := pick{field: &s.fields[i]}
		if p.field.of != nil {
			var err error
			if p.below, err = p.field.of.choose(below[i]); err != nil {
				return nil, err
			}
		}
		sel.picks = append(sel.picks, p)
	}
	return sel, nil
}

func (s *schema) index(name string) int {
	for i := range s.fields {
		if s.fields[i].name == name {
			return i
		}
	}
	return -1
}

// selectFields binds the `fields` parameters of a request, several of which
// count as one list.
func (s *schema) selectFields(exprs []string) (*selection, error) {
	if len(exprs) == 0 {
		if s.unasked == "" {
			return s.choose(nil)
		}
		exprs = []string{s.unasked}
	}
	var all []node
	for _, e := range exprs {
		nodes, err := parseFields(e)
		if err != nil {
			return nil, err
		}
		all = append(all, nodes...)
	}
	return s.choose(all)
}

// append writes a record as a JSON object.
func (sel *selection) append(b []byte, v *view, rec any) []byte {
	b = append(b, '{')
	for i, p := range sel.picks {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, p.field.name...)
		b = append(b, '"', ':')
		b = p.append(b, v, rec)
	}
	return append(b, '}')
}

func (p pick) append(b []byte, v *view, rec any) []byte {
	switch {
	case p.field.one != nil:
		nested := p.field.one(v, rec)
		if nested == nil {
			return append(b, "null"...)
		}
		return p.below.append(b, v, nested)
	case p.field.many != nil:
		b = append(b, '[')
		for i, nested := range p.field.many(v, rec) {
			if i > 0 {
				b = append(b, ',')
			}
			b = p.below.append(b, v, nested)
		}
		return append(b, ']')
	}
	return appendScalar(b, p.field.value(v, rec))
}

func appendScalar(b []byte, value any) []byte {
	switch x := value.(type) {
	case string:
		return appendText(b, x)
	case bool:
		return strconv.AppendBool(b, x)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case instant:
		return x.append(b)
	case json.RawMessage:
		return append(b, x...)
	}
	return append(b, "null"...)
}

// appendText quotes a string; nearly all need no escaping.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return append(b, service.Encode(s)...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
