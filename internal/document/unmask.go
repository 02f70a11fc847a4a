package document

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Unmask puts back what Mask hid, so that a document that was shown can be
// edited and sent: values of body that are exactly Masked take the value of
// current, what the service has now, at the same path. In a list that is not as
// it was shown, an element with something masked in it is found by its id, GUID
// or name or, where it has none, by all that is not masked in it. One that is not
// found so, or found twice, is refused whatever its number: a secret must not go
// to a neighbour.
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
	if to, err = to.unmasked(nil, from, noValue()); err != nil {
		return nil, err
	}
	return to.json(), nil
}

// noValue and noTwin are why there is nothing to take the place of a masked value.
func noValue() PathError {
	return PathError{Message: "is " + Masked + " and the service has no value there", Hint: "write the real one, or leave the member out"}
}

func noTwin() PathError {
	return PathError{Message: "is " + Masked + ", and which element of the service's list it belongs to cannot be told",
		Hint: "write the real one, or change single values with --set"}
}

// unmasked gives n with what is masked in it taken from from; without is the
// error where there is nothing to take.
func (n *node) unmasked(path []string, from *node, without PathError) (*node, error) {
	if n.masked() {
		if from == nil || from.kind == null {
			without.Path = JoinPath(path)
			return nil, &without
		}
		return from, nil
	}
	for i := range n.members {
		m := &n.members[i]
		value, err := m.value.unmasked(below(path, m.name), from.member(m.name), without)
		if err != nil {
			return nil, err
		}
		m.value = value
	}
	return n, n.unmaskElements(path, from, without)
}

func (n *node) unmaskElements(path []string, from *node, without PathError) error {
	asShown := n.kind == list && n.fits(from)
	taken := map[*node]bool{}
	for i, e := range n.elements {
		twin := from.element(i)
		if !asShown {
			if twin = from.twin(e); taken[twin] {
				twin = nil
			}
			taken[twin] = true
		}
		switch {
		case twin != nil:
			without = noValue()
		case from.size() > 0:
			without = noTwin()
		}
		value, err := e.unmasked(below(path, strconv.Itoa(i)), twin, without)
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
	if n == nil || e.masked() {
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
