package document

import (
	"bytes"
	"iter"
)

// kind is what a JSON value is.
type kind string

const (
	object  kind = "an object"
	list    kind = "a list"
	text    kind = "a string"
	number  kind = "a number"
	boolean kind = "a boolean"
	null    kind = "null"
)

// node is a JSON value. Scalars keep the bytes in which they came.
type node struct {
	kind     kind
	raw      []byte // of a scalar
	elements []*node
	members  []member       // in the order received, repeated names included
	index    map[string]int // the last member of each name
}

type member struct {
	name  string
	quote []byte // the name as received, in its quotes
	value *node
}

// parse reads a document, nil when there is none. The error is a *SyntaxError.
func parse(what string, raw []byte) (*node, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if err := check(what, raw); err != nil {
		return nil, err
	}
	s := scanner{rest: raw}
	return s.value(), nil
}

// lenient takes what is no JSON for a string.
func lenient(raw []byte) *node {
	n, err := parse("", raw)
	if err != nil {
		return newText(string(raw))
	}
	return n
}

func newObject() *node { return &node{kind: object} }

// member gives the value of a member, nil when there is none.
func (n *node) member(name string) *node {
	if n == nil || n.kind != object {
		return nil
	}
	if i, ok := n.index[name]; ok {
		return n.members[i].value
	}
	return nil
}

// put replaces the value of a member, or adds one at the end.
func (n *node) put(name string, value *node) {
	if i, ok := n.index[name]; ok {
		n.members[i].value = value
		return
	}
	n.add(member{name: name, quote: quote(name), value: value})
}

func (n *node) add(m member) {
	if n.index == nil {
		n.index = map[string]int{}
	}
	n.index[m.name] = len(n.members)
	n.members = append(n.members, m)
}

// live gives the members that hold: of a repeated name the last. Nothing has
// none.
func (n *node) live() iter.Seq[*member] {
	return func(yield func(*member) bool) {
		if n == nil {
			return
		}
		for i := range n.members {
			if n.index[n.members[i].name] == i && !yield(&n.members[i]) {
				return
			}
		}
	}
}

// names lists the members that hold.
func (n *node) names() []string {
	var names []string
	for m := range n.live() {
		names = append(names, m.name)
	}
	return names
}

// size counts the elements of a list.
func (n *node) size() int {
	if n == nil {
		return 0
	}
	return len(n.elements)
}

// element gives an element of a list, nil when there is none.
func (n *node) element(i int) *node {
	if i >= n.size() {
		return nil
	}
	return n.elements[i]
}
