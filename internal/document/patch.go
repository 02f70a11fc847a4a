package document

import "encoding/json"

// Patch gives an object of just those members of wanted that differ from
// current, each whole, so that a service that merges members and one that
// replaces them do the same; {} when none differs. Members that wanted does not
// have are not in it. Without a current document everything differs.
//
// Errors: *SyntaxError, and *PathError when either is no object.
func Patch(current, wanted json.RawMessage) (json.RawMessage, error) {
	from, err := parseObject("the current document", current)
	if err != nil {
		return nil, err
	}
	to, err := parseObject("the wanted document", wanted)
	if err != nil {
		return nil, err
	}
	patch := newObject()
	for m := range to.live() {
		if !same(from.member(m.name), m.value) {
			patch.add(*m)
		}
	}
	return patch.json(), nil
}

func parseObject(what string, raw json.RawMessage) (*node, error) {
	n, err := parse(what, raw)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return newObject(), nil
	case n.kind != object:
		return nil, &PathError{Message: what + " is " + string(n.kind) + ", not an object", Hint: "only an object can be written in part"}
	}
	return n, nil
}

// Merge gives current as a service that merges would have it after body:
// members of objects are merged at every depth, everything else is replaced as a
// whole. Unlike in RFC 7396, null is a value and removes nothing. It serves to
// foresee a change, not to make one. Where one of the two is missing or no JSON,
// the result is body, or current when body is the missing one.
func Merge(current, body json.RawMessage) json.RawMessage {
	from, errFrom := parse("", current)
	over, errOver := parse("", body)
	switch {
	case errOver == nil && over == nil:
		return current
	case errFrom != nil || errOver != nil:
		return body
	}
	return merged(from, over).json()
}

func merged(from, over *node) *node {
	if from == nil || from.kind != object || over.kind != object {
		return over
	}
	for m := range over.live() {
		from.put(m.name, merged(from.member(m.name), m.value))
	}
	return from
}
