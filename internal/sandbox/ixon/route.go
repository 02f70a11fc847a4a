package ixon

import (
	"net/url"
	"strings"
)

// branch is a segment of the tree of paths. A literal segment goes before a
// parameter, so that /users/me is never the user called "me".
type branch struct {
	literal map[string]*branch
	any     *branch
	methods map[string]*operation
}

func newRouter(ops []operation) *branch {
	top := &branch{}
	for i := range ops {
		top.grow(&ops[i])
	}
	return top
}

func (b *branch) grow(op *operation) {
	for _, seg := range segments(op.path) {
		if strings.HasPrefix(seg, "{") {
			if b.any == nil {
				b.any = &branch{}
			}
			b = b.any
			continue
		}
		if b.literal == nil {
			b.literal = map[string]*branch{}
		}
		if b.literal[seg] == nil {
			b.literal[seg] = &branch{}
		}
		b = b.literal[seg]
	}
	if b.methods == nil {
		b.methods = map[string]*operation{}
	}
	b.methods[op.method] = op
}

// find walks an escaped path; nil when nothing stands there.
func (b *branch) find(path string) *branch {
	return b.match(segments(path))
}

func (b *branch) match(segs []string) *branch {
	if len(segs) == 0 {
		if b.methods == nil {
			return nil
		}
		return b
	}
	if next := b.literal[segs[0]]; next != nil {
		if hit := next.match(segs[1:]); hit != nil {
			return hit
		}
	}
	if b.any == nil {
		return nil
	}
	return b.any.match(segs[1:])
}

// params reads the values of an operation's {names} from a path it matches.
func (op *operation) params(path string) map[string]string {
	values := map[string]string{}
	given := segments(path)
	for i, seg := range segments(op.path) {
		if name, isParam := strings.CutPrefix(seg, "{"); isParam {
			value, err := url.PathUnescape(given[i])
			if err != nil {
				value = given[i]
			}
			values[strings.TrimSuffix(name, "}")] = value
		}
	}
	return values
}

func segments(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}
