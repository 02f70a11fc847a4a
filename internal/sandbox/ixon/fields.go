package ixon

import "errors"

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
