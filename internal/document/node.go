// Package document reads, changes and compares JSON documents whose shape is
// only known from the answer of a service. Members keep their order, numbers and
// strings their spelling, and nothing is escaped for HTML: what was not changed
// is sent back as it was received. White space between tokens is not kept.
//
// An empty or blank document counts as none. Where an object names a member
// twice the last one holds, as in encoding/json.
package document

import (
	"bytes"
	"encoding/json"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
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

// parse reads a document, nil when there is none; the nodes share its bytes. The
// error is a *SyntaxError, with the place and the words of encoding/json.
func parse(what string, raw []byte) (*node, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if err := check(what, raw); err != nil {
		return nil, err
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	n, err := read(d)
	if err != nil {
		return nil, &SyntaxError{What: what, Line: 1, Column: 1, Err: err}
	}
	return n, nil
}

// read takes the next value. The decoder reads out of a bytes.Buffer, so that
// the bytes it gives stay what they are.
func read(d *jsontext.Decoder) (*node, error) {
	n := &node{kind: kindOf(d.PeekKind())}
	if n.kind != object && n.kind != list {
		raw, err := d.ReadValue()
		n.raw = raw[:len(raw):len(raw)]
		return n, err
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	for more(d) {
		var name jsontext.Value
		if n.kind == object {
			var err error
			if name, err = d.ReadValue(); err != nil {
				return nil, err
			}
		}
		value, err := read(d)
		if err != nil {
			return nil, err
		}
		if n.kind == list {
			n.elements = append(n.elements, value)
		} else {
			n.add(member{name: unquote(name), quote: name[:len(name):len(name)], value: value})
		}
	}
	_, err := d.ReadToken()
	return n, err
}

// more tells whether the object or list goes on. ReadToken gives the error of
// one that breaks off.
func more(d *jsontext.Decoder) bool {
	switch d.PeekKind() {
	case jsontext.KindEndObject, jsontext.KindEndArray, jsontext.KindInvalid:
		return false
	}
	return true
}

func kindOf(k jsontext.Kind) kind {
	switch k {
	case jsontext.KindBeginObject:
		return object
	case jsontext.KindBeginArray:
		return list
	case jsontext.KindString:
		return text
	case jsontext.KindTrue, jsontext.KindFalse:
		return boolean
	case jsontext.KindNull:
		return null
	}
	return number
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

// json spells the value on one line, nil when there is none. The bytes are
// copied: they do not change with the document that was read.
func (n *node) json() json.RawMessage {
	if n == nil {
		return nil
	}
	return n.append(nil)
}

func (n *node) append(dst []byte) []byte {
	switch n.kind {
	case object:
		dst = append(dst, '{')
		for i, m := range n.members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(dst, m.quote...), ':')
			dst = m.value.append(dst)
		}
		return append(dst, '}')
	case list:
		dst = append(dst, '[')
		for i, e := range n.elements {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = e.append(dst)
		}
		return append(dst, ']')
	default:
		return append(dst, n.raw...)
	}
}

func newText(s string) *node { return &node{kind: text, raw: quote(s)} }

// quote spells a JSON string without the escapes that only HTML needs.
func quote(s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string in memory cannot fail
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

// unquote reads a valid JSON string. Bytes that are not UTF-8 and halves of
// surrogate pairs become U+FFFD.
func unquote(raw []byte) string {
	s, _ := jsontext.AppendUnquote(nil, raw) // the error says that there was such a half
	return string(s)
}
