package document

import (
	"slices"
	"strings"
)

// twin finds the one element of a list that e was made from: the one with its
// identity or, where it has none, the one that says the same but for what is
// masked. It is nil when there is none or when several could be it.
func (n *node) twin(e *node) (found *node) {
	if n == nil || e.kind != object {
		return nil
	}
	key, id := e.identity()
	for _, other := range n.elements {
		if id != nil && !id.fits(other.member(key)) || id == nil && !e.fits(other) {
			continue
		}
		if found != nil {
			return nil
		}
		found = other
	}
	return found
}

// fits tells whether other is n, masked values being any.
func (n *node) fits(other *node) bool {
	switch {
	case other == nil || n.masked():
		return other != nil
	case n.kind != other.kind || n.size() != other.size() || len(n.index) != len(other.index):
		return false
	case n.kind != object && n.kind != list:
		return same(n, other)
	}
	for i, e := range n.elements {
		if !e.fits(other.elements[i]) {
			return false
		}
	}
	for m := range n.live() {
		if !m.value.fits(other.member(m.name)) {
			return false
		}
	}
	return true
}

// unnamed is the i-th element, unless identities tell that it is another one
// than e.
func (n *node) unnamed(i int, e *node) *node {
	other := n.elements[i]
	if _, id := e.identity(); id != nil {
		return nil
	}
	if _, id := other.identity(); id != nil && !e.masked() {
		return nil
	}
	return other
}

// identity is the member that tells an element of a list from the others.
func (n *node) identity() (key string, id *node) {
	for _, word := range []string{"id", "guid", "name"} {
		names := n.names()
		i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, word) })
		if i < 0 {
			continue
		}
		if id := n.member(names[i]); (id.kind == text || id.kind == number) && !id.masked() {
			return names[i], id
		}
	}
	return "", nil
}
