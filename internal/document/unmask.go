package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Unmask puts back what Mask hid, so that a document that was shown can be
// edited and sent: values of body that are exactly Masked take the value of
// current, what the service has now, at the same path. An element of a list is
// found by its id, GUID or name where it has one, else by all that is not masked
// in it, else by its number if both lists are as long: a secret must not go to a
// neighbour.
//
// Errors: *SyntaxError; *PathError for a masked value with nothing to take its
// place.
func Unmask(body, current json.RawMessage) (json.RawMessage, error) {
	to, err := parse("the document", body)
	if err != nil {
		return nil, err
	}
	if to == nil {
		return nil, nil
	}
	from, err := parse("the current document", current)
	if err != nil {
		return nil, err
	}
	if to, err = to.unmasked(nil, from); err != nil {
		return nil, err
	}
	return to.json(), nil
}

func (n *node) unmasked(path []string, from *node) (*node, error) {
	if n.masked() {
		if from == nil || from.kind == null {
			return nil, &PathError{Path: JoinPath(path), Message: "is " + Masked + " and the service has no value there",
				Hint: "write the real one, or leave the member out"}
		}
		return from, nil
	}
	for i := range n.members {
		m := &n.members[i]
		value, err := m.value.unmasked(below(path, m.name), from.member(m.name))
		if err != nil {
			return nil, err
		}
		m.value = value
	}
	return n, n.unmaskElements(path, from)
}

func (n *node) unmaskElements(path []string, from *node) error {
	for i, e := range n.elements {
		at := below(path, strconv.Itoa(i))
		twin := from.twin(e)
		if twin == nil && from.size() == n.size() {
			twin = from.unnamed(i, e)
		} else if twin == nil && e.masked() {
			return &PathError{Path: JoinPath(at), Message: fmt.Sprintf("is %s in a list of %d, and the service has a list of %d",
				Masked, n.size(), from.size()), Hint: "write the real one"}
		}
		value, err := e.unmasked(at, twin)
		if err != nil {
			return err
		}
		n.elements[i] = value
	}
	return nil
}

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
