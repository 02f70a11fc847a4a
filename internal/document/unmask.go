package document

import (
	"encoding/json"
	"fmt"
	"strconv"
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
