package document

import (
	"encoding/json"
	"strconv"
)

// Difference is one value that two documents do not share.
type Difference struct {
	Path string          `json:"path"`           // as JoinPath spells it; "" for the document as a whole
	From json.RawMessage `json:"from,omitempty"` // nil = absent
	To   json.RawMessage `json:"to,omitempty"`   // nil = absent
}

// Diff gives the leaves that differ, in the order of from and, for what only to
// has, behind the members beside it. A leaf is a scalar or an empty object or
// list; where an object stands on one side and something else on the other,
// both are given whole. Lists are compared element by element. Numbers are
// compared by value. A text that is no JSON counts as a string.
//
// The values are not masked: see Difference.Mask.
func Diff(from, to json.RawMessage) []Difference {
	var d differ
	d.compare(nil, lenient(from), lenient(to))
	return d.found
}

type differ struct{ found []Difference }

func (d *differ) compare(path []string, from, to *node) {
	switch {
	case same(from, to):
	case from.branches() && to == nil, from == nil && to.branches(),
		from.holds(object) && to.holds(object), from.holds(list) && to.holds(list):
		d.parts(path, from, to)
	default:
		d.found = append(d.found, Difference{Path: JoinPath(path), From: from.json(), To: to.json()})
	}
}

// branches tells whether there is something below n to compare.
func (n *node) branches() bool { return n != nil && len(n.members)+len(n.elements) > 0 }

func (n *node) holds(k kind) bool { return n != nil && n.kind == k }

// parts compares what is below two values of one kind, one of which may be
// missing.
func (d *differ) parts(path []string, from, to *node) {
	for i := range max(from.size(), to.size()) {
		d.compare(below(path, strconv.Itoa(i)), from.element(i), to.element(i))
	}
	for m := range from.live() {
		d.compare(below(path, m.name), m.value, to.member(m.name))
	}
	for m := range to.live() {
		if from.member(m.name) == nil {
			d.compare(below(path, m.name), nil, m.value)
		}
	}
}
