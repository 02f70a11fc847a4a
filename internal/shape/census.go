package shape

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Bounds of what is told of one answer.
const (
	mostMembers = 300 // paths
	mostDeep    = 12
	mostValues  = 100_000 // looked at for names that are values too
)

// Census counts the forms of the members of answers: path, form, how often. The
// elements of an array have the path of the array with [] behind it; the members
// of an object that is a table by id or name stand under {}.
type Census struct {
	Members map[string]map[string]int `json:"members,omitempty"`
	// Cut says that there is more of it than is told.
	Cut bool `json:"cut,omitempty"`
}

// Add counts a whole answer. What is no JSON counts as nothing.
func (c *Census) Add(body []byte, names Names) {
	raw := bytes.TrimSpace(body)
	if !json.Valid(raw) || len(raw) == 0 {
		return
	}
	names.values = texts(raw)
	c.value("", raw, names, 0)
}

func (c *Census) value(path string, raw json.RawMessage, names Names, deep int) {
	if !c.note(path, form(raw)) || deep == mostDeep {
		c.Cut = c.Cut || deep == mostDeep
		return
	}
	switch raw[0] {
	case '[':
		for _, element := range elements(raw) {
			c.value(path+"[]", element, names, deep+1)
		}
	case '{':
		members := membersOf(raw)
		if isTable(members, names.Known) {
			for _, m := range members {
				c.value(path+"{}", m.value, names, deep+1)
			}
			return
		}
		for _, m := range members {
			c.value(under(path, names.Shown(m.name)), m.value, names, deep+1)
		}
	}
}

func (c *Census) note(path, form string) bool {
	forms := c.Members[path]
	if forms == nil {
		if len(c.Members) >= mostMembers {
			c.Cut = true
			return false
		}
		forms = map[string]int{}
		if c.Members == nil {
			c.Members = map[string]map[string]int{}
		}
		c.Members[path] = forms
	}
	forms[form]++
	return true
}

func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// isTable reports an object whose names are data: two or more objects with the
// same members stand under them.
func isTable(members []member, known map[string]bool) bool {
	foreign := slices.ContainsFunc(members, func(m member) bool { return !known[m.name] })
	if len(members) < 2 || !foreign {
		return false
	}
	var first []string
	for i, m := range members {
		if m.value[0] != '{' {
			return false
		}
		var names []string
		for _, inner := range membersOf(m.value) {
			names = append(names, inner.name)
		}
		slices.Sort(names)
		if i == 0 {
			first = names
		}
		if len(names) == 0 || !slices.Equal(names, first) {
			return false
		}
	}
	return true
}

// member is one member of an object.
type member struct {
	name  string
	value json.RawMessage
}

// decoder reads JSON as servers may send it: with members twice and with bytes
// that are no UTF-8.
func decoder(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

func membersOf(raw []byte) (all []member) {
	d := decoder(raw)
	if start, err := d.ReadToken(); err != nil || start.Kind() != '{' {
		return nil
	}
	for d.PeekKind() == '"' {
		token, err := d.ReadToken()
		if err != nil {
			return nil
		}
		name := token.String() // before the value overwrites it
		value, err := d.ReadValue()
		if err != nil {
			return nil
		}
		all = append(all, member{name, json.RawMessage(value.Clone())})
	}
	return all
}

func elements(raw []byte) (all []json.RawMessage) {
	d := decoder(raw)
	if start, err := d.ReadToken(); err != nil || start.Kind() != '[' {
		return nil
	}
	for d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err != nil {
			return all
		}
		all = append(all, json.RawMessage(value.Clone()))
	}
	return all
}

// texts are the texts of a document that are no names.
func texts(raw []byte) map[string]bool {
	all := map[string]bool{}
	d := decoder(raw)
	for range mostValues {
		token, err := d.ReadToken()
		if err != nil {
			return all
		}
		kind, read := d.StackIndex(d.StackDepth())
		if isName := kind == '{' && read%2 == 1; token.Kind() == '"' && !isName {
			all[strings.Clone(token.String())] = true
		}
	}
	return all
}
