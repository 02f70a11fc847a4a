package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"unictl/internal/suggest"
)

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
