package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"unictl/internal/suggest"
)

// Apply gives current with sets carried out in their order; current itself stays
// as it is. Only `:=` adds a member or changes the type of one. Two sets of one
// path, or one that would replace what an earlier one set, are refused.
//
// Errors: *SyntaxError when current or a JSON value breaks, *PathError for all
// else; there is no result then.
func Apply(current json.RawMessage, sets []Set) (json.RawMessage, error) {
	root, err := parse("the document", current)
	if err != nil {
		return nil, err
	}
	return applied(root, sets)
}

// Build gives a new document made of sets, for a service that has none to show.
// There is no value to take a type from, so that each must be `:=`; the errors
// are those of Apply.
func Build(sets []Set) (json.RawMessage, error) {
	for _, s := range sets {
		if !s.JSON {
			return nil, s.fault("the service shows no document to take the type from", s.asJSON())
		}
	}
	return applied(nil, sets)
}

func applied(root *node, sets []Set) (json.RawMessage, error) {
	if root == nil {
		root = newObject()
	}
	for i, s := range sets {
		if err := s.alone(sets[:i]); err != nil {
			return nil, err
		}
		changed, err := s.apply(root, 0)
		if err != nil {
			return nil, err
		}
		root = changed
	}
	return root.json(), nil
}

// alone refuses what would undo an earlier set.
func (s Set) alone(earlier []Set) error {
	if len(s.Path) == 0 {
		return s.fault("there is no path", setForm)
	}
	for _, other := range earlier {
		switch {
		case len(s.Path) == len(other.Path) && s.covers(other):
			return s.fault("it is set twice", "set it once")
		case s.covers(other):
			return s.fault(fmt.Sprintf("it would replace %s, which is set before it", JoinPath(other.Path)), "put it first")
		}
	}
	return nil
}

// apply gives what stands in the place of n, the value at the first depth names
// of the path.
func (s Set) apply(n *node, depth int) (*node, error) {
	if depth == len(s.Path) {
		return s.value(n)
	}
	if n == nil || n.kind == null {
		return s.grow(n, depth)
	}
	switch n.kind {
	case object:
		return n, s.intoObject(n, depth)
	case list:
		return n, s.intoList(n, depth)
	}
	return nil, s.fault(s.place(depth)+" is "+string(n.kind)+", which has no members", "")
}

func (s Set) intoObject(n *node, depth int) error {
	name := s.Path[depth]
	old := n.member(name)
	if old == nil && !s.JSON {
		return s.unknown(n, depth)
	}
	value, err := s.apply(old, depth+1)
	if err != nil {
		return err
	}
	n.put(name, value)
	return nil
}

func (s Set) intoList(n *node, depth int) error {
	i, ok := index(s.Path[depth])
	if !ok || i >= len(n.elements) {
		return s.fault(fmt.Sprintf("%s is a list of %d", s.place(depth), len(n.elements)),
			fmt.Sprintf("name an element by its number, from 0, or write all of it: %s:=[…]", JoinPath(s.Path[:depth])))
	}
	value, err := s.apply(n.elements[i], depth+1)
	if err != nil {
		return err
	}
	n.elements[i] = value
	return nil
}

// grow makes the objects on the way to a new member. A number would be the
// element of a list that is not there.
func (s Set) grow(n *node, depth int) (*node, error) {
	if !s.JSON {
		return nil, s.fault(s.place(depth)+" is null, so there is no value to take the type from", s.asJSON())
	}
	if _, number := index(s.Path[depth]); number {
		return nil, s.fault("there is no list at "+s.place(depth), fmt.Sprintf("write all of it: %s:=[…]", JoinPath(s.Path[:depth])))
	}
	value, err := s.apply(nil, depth+1)
	if err != nil {
		return nil, err
	}
	made := newObject()
	made.put(s.Path[depth], value)
	return made, nil
}

// place names what the first depth names of the path lead to.
func (s Set) place(depth int) string {
	if depth == 0 {
		return "the document"
	}
	return JoinPath(s.Path[:depth])
}

// value gives the new value for the one that is there; nil when none is.
func (s Set) value(old *node) (*node, error) {
	if s.JSON {
		return s.parsed()
	}
	if old == nil || old.kind == null {
		return nil, s.fault("it is null: no value to take the type from", s.asJSON())
	}
	switch old.kind {
	case text:
		if !utf8.ValidString(s.Text) {
			return nil, s.fault("the text is not UTF-8", "")
		}
		return newText(s.Text), nil
	case number:
		if !isNumber(s.Text) {
			return nil, s.fault("is a number, "+s.shown()+" is none", s.toReplace())
		}
	case boolean:
		if s.Text != "true" && s.Text != "false" {
			return nil, s.fault("is a boolean, "+s.shown()+" is none", "write true or false")
		}
	default:
		return nil, s.fault(fmt.Sprintf("is %s of %d", old.kind, len(old.index)+len(old.elements)), s.toReplace())
	}
	return &node{kind: old.kind, raw: []byte(s.Text)}, nil
}

// unknown refuses a name that the object does not have.
func (s Set) unknown(n *node, depth int) error {
	message := fmt.Sprintf("%s has no member %q, so there is no value to take the type from", s.place(depth), s.Path[depth])
	names := n.names()
	var hints []string
	if close := suggest.Nearest(s.Path[depth], names); close != "" {
		return s.fault(message, fmt.Sprintf("did you mean %q? To add it, %s", JoinPath(s.with(depth, close)), s.asJSON()))
	}
	if len(names) > 0 {
		hints = append(hints, "members: "+someOf(names))
	}
	return s.fault(message, strings.Join(append(hints, "to add it, "+s.asJSON()), "; "))
}

// with is the path with another name at depth.
func (s Set) with(depth int, name string) []string {
	path := slices.Clone(s.Path)
	path[depth] = name
	return path
}

// asJSON shows how the value is written with its type.
func (s Set) asJSON() string {
	path := JoinPath(s.Path)
	return fmt.Sprintf(`write %s:=5 or %s:="text"`, path, path)
}

// toReplace shows how the type is changed on purpose.
func (s Set) toReplace() string {
	return fmt.Sprintf("to replace it by another type, write %s:=json", JoinPath(s.Path))
}

// someOf lists names, not more than fit a line or two.
func someOf(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
