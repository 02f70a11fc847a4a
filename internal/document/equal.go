package document

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Equal tells whether two documents say the same: members in any order,
// elements of lists in theirs, numbers by value (1800 and 1.8e3), strings
// however they are escaped. A text that is no JSON equals itself.
func Equal(a, b json.RawMessage) bool { return same(lenient(a), lenient(b)) }

func same(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case object:
		return sameMembers(a, b)
	case list:
		return slices.EqualFunc(a.elements, b.elements, same)
	case number:
		return sameNumber(string(a.raw), string(b.raw))
	case text:
		return bytes.Equal(a.raw, b.raw) || unquote(a.raw) == unquote(b.raw)
	}
	return bytes.Equal(a.raw, b.raw)
}

func sameMembers(a, b *node) bool {
	if len(a.index) != len(b.index) {
		return false
	}
	for m := range a.live() {
		if other := b.member(m.name); other == nil || !same(m.value, other) {
			return false
		}
	}
	return true
}
