package document

import (
	"bytes"
	"encoding/json"
)

// Masked stands in the place of a value that is not shown.
const Masked = "[redacted]"

// Mask gives the document with Masked in the place of secrets: the strings and
// numbers of members that SecretKey names, in lists too, and below an object of
// such a name every string. Booleans, null and empty strings stay: they give
// nothing away. A text that is no JSON becomes Masked as a whole.
func Mask(raw json.RawMessage) json.RawMessage {
	return hide(raw, open)
}

// MaskAll is Mask for a document that is nothing but a secret, whatever its
// members are called: every string is replaced too.
func MaskAll(raw json.RawMessage) json.RawMessage {
	return hide(raw, within)
}

// SecretValues lists what Mask hides, as text, so that it can be redacted where
// else it appears. A text that is no JSON has none.
func SecretValues(raw json.RawMessage) []string {
	n, err := parse("", raw)
	if err != nil || n == nil {
		return nil
	}
	var values []string
	n.secrets(open, func(secret *node) {
		value := string(secret.raw)
		if secret.kind == text {
			value = unquote(secret.raw)
		}
		values = append(values, value)
	})
	return values
}

// Mask is the difference with secrets replaced as Mask replaces them in the
// documents.
func (d Difference) Mask() Difference {
	at := open
	for _, name := range splitPath(d.Path) {
		if _, element := index(name); !element {
			at = at.member(name)
		}
	}
	return Difference{Path: d.Path, From: hide(d.From, at), To: hide(d.To, at)}
}

func hide(raw json.RawMessage, at standing) json.RawMessage {
	n, err := parse("", raw)
	if err != nil {
		return newText(Masked).json()
	}
	if n == nil {
		return nil
	}
	n.secrets(at, func(secret *node) { *secret = *newText(Masked) })
	return n.json()
}

// standing is where a value stands: in the open, below an object with the name of
// a secret, or as the value of a secret itself.
type standing int

const (
	open standing = iota
	within
	secret
)

// member is where a member of an object stands.
func (at standing) member(name string) standing {
	switch {
	case SecretKey(name):
		return secret
	case at == secret:
		return within
	}
	return at
}

// secrets calls found for each value to hide. Repeated members count, the last
// and the others.
func (n *node) secrets(at standing, found func(*node)) {
	switch {
	case n.kind == object:
		for _, m := range n.members {
			m.value.secrets(at.member(m.name), found)
		}
	case n.kind == list:
		for _, e := range n.elements {
			e.secrets(at, found)
		}
	case n.kind == text && at != open && !n.shows(), n.kind == number && at == secret:
		found(n)
	}
}

// shows tells whether a string gives nothing away.
func (n *node) shows() bool {
	return bytes.Equal(n.raw, []byte(`""`)) || n.masked()
}

// masked tells whether a value is Masked, however it is spelled.
func (n *node) masked() bool { return n.kind == text && unquote(n.raw) == Masked }
