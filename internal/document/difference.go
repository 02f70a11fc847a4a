package document

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
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

// sameNumber compares two JSON numbers by value, whatever their size: 1800,
// 1800.0 and 1.8e3 are the same. No arithmetic is done that a long exponent
// could make expensive.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := decimalOf(a)
	y, okY := decimalOf(b)
	return okX && okY && x == y
}

// decimal is ±0.digits × 10^exponent, digits without zeros at either end.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// decimalOf reads a JSON number; false when its exponent is beyond counting.
func decimalOf(number string) (decimal, bool) {
	number, negative := strings.CutPrefix(number, "-")
	mantissa, power := number, ""
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa, power = number[:i], number[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	leading := len(whole) + len(fraction) - len(digits)
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return decimal{}, true // minus zero too
	}
	exponent := int64(0)
	if power != "" {
		var err error
		if exponent, err = strconv.ParseInt(power, 10, 62); err != nil {
			return decimal{}, false
		}
	}
	return decimal{negative, digits, exponent + int64(len(whole)-leading)}, true
}

// isNumber tells whether text is spelled as a JSON number.
func isNumber(s string) bool {
	if s == "" || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	last := s[len(s)-1]
	return last >= '0' && last <= '9' && check("", []byte(s)) == nil
}

// Patch gives an object of just those members of wanted that differ from
// current; {} when none differs. Members that wanted does not have are not in it.
// Without a current document everything differs. Each member is whole, so that a
// service that merges members and one that replaces them do the same. Where it is
// known that the service merges at every depth, an object has in turn just the
// members that differ, so that nothing is sent back that was only read.
//
// Errors: *SyntaxError, and *PathError when either is no object.
func Patch(current, wanted json.RawMessage, merges bool) (json.RawMessage, error) {
	from, err := parseObject("the current document", current)
	if err != nil {
		return nil, err
	}
	to, err := parseObject("the wanted document", wanted)
	if err != nil {
		return nil, err
	}
	return to.since(from, merges).json(), nil
}

// since is an object of the members in which n differs from another one.
func (n *node) since(from *node, merges bool) *node {
	patch := newObject()
	for m := range n.live() {
		old, changed := from.member(m.name), *m
		if same(old, m.value) {
			continue
		}
		if merges && old.holds(object) && m.value.holds(object) {
			changed.value = m.value.since(old, merges)
			if !changed.value.branches() { // it only lacks members
				continue
			}
		}
		patch.add(changed)
	}
	return patch
}

// CheckObject refuses a current document that cannot be changed in part. The
// error is a *SyntaxError or a *PathError.
func CheckObject(current json.RawMessage) error {
	n, err := parse("the current document", current)
	switch {
	case err != nil:
		return err
	case n == nil || n.kind == null:
		return &PathError{Message: "the service shows no document: its answer is empty, or null", Hint: "there is nothing to change in part"}
	case n.kind != object:
		return &PathError{Message: "the service shows " + string(n.kind) + " and not an object", Hint: "only an object can be changed in part"}
	}
	return nil
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
