package rows

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// object gathers the cells of a row that names its own columns.
type object struct {
	options Options
	json    jsontext.Decoder
	seen    map[string]*name // by the text in the file
	cells   []Cell
	folded  []string // of cells
	remarks int      // members that are comments
}

func newObject(o Options) object {
	return object{options: o, seen: map[string]*name{}}
}

func (o *object) begin() {
	o.cells, o.folded, o.remarks = nil, o.folded[:0], 0
}

// remark tells whether the member with this key is a comment.
func (o *object) remark(key []byte) bool {
	if bytes.HasPrefix(bytes.TrimSpace(key), []byte("#")) {
		o.remarks++
		return true
	}
	return false
}

// onlyRemarks tells whether the object is no row.
func (o *object) onlyRemarks() bool { return o.remarks > 0 && len(o.cells) == 0 }

// column begins the next cell.
func (o *object) column(key []byte) (*Cell, *Fault) {
	n := o.name(key)
	if n.fault != nil {
		fault := *n.fault
		return nil, &fault
	}
	for i, folded := range o.folded {
		if folded == n.folded {
			return nil, doubled(name{text: o.cells[i].Column}, *n)
		}
	}
	if len(o.cells) == maxColumns {
		return nil, &Fault{Message: fmt.Sprintf("has more than %d columns", maxColumns)}
	}
	if o.cells == nil {
		o.cells = make([]Cell, 0, max(cap(o.folded), 4))
	}
	o.cells = append(o.cells, Cell{Column: n.text})
	o.folded = append(o.folded, n.folded)
	return &o.cells[len(o.cells)-1], nil
}

// name looks a key up: most rows have the same ones.
func (o *object) name(key []byte) *name {
	if n, ok := o.seen[string(key)]; ok {
		return n
	}
	n := newName(string(key), o.options)
	if len(o.seen) < maxColumns {
		o.seen[strings.Clone(string(key))] = &n
	}
	return &n
}

// value gives the cell a text.
func (c *Cell) value(text string) *Fault {
	if blank(text) {
		return nil
	}
	if fault := flaw(c.Column, text); fault != nil {
		return fault
	}
	c.Values, c.Given = []string{text}, true
	return nil
}

// entry adds a text to the cell's list.
func (c *Cell) entry(text string) *Fault {
	if blank(text) {
		return &Fault{Column: c.Column, Message: fmt.Sprintf("entry %d of the list is empty", len(c.Values)+1)}
	}
	if fault := flaw(c.Column, text); fault != nil {
		return fault
	}
	c.Values, c.Given = append(c.Values, text), true
	return nil
}

// nested refuses a value inside a value; entry is 0 outside lists.
func (c *Cell) nested(entry int, what string) *Fault {
	fault := &Fault{Column: c.Column, Way: "a cell takes a text, a number, true, false, null, or a list of those"}
	fault.Message = "holds " + what
	if entry > 0 {
		fault.Message = fmt.Sprintf("entry %d of the list is %s", entry, what)
	}
	return fault
}

// decode gathers the cells of one object. The text is valid JSON.
func (o *object) decode(text []byte) error {
	o.begin()
	// Out of a bytes.Buffer it reads in place.
	o.json.Reset(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if kind := o.json.PeekKind(); kind != jsontext.KindBeginObject {
		return &Fault{Message: "is " + named(kind) + " and not an object", Way: `a row names its columns: {"column": "value"}`}
	}
	_, err := o.json.ReadToken()
	for err == nil && o.json.PeekKind() != jsontext.KindEndObject {
		var fault *Fault
		if fault, err = o.member(); fault != nil {
			return fault
		}
	}
	return unread(err)
}

// unread is about an error in what was found to be valid.
func unread(err error) error {
	if err == nil {
		return nil
	}
	return &Fault{Message: "cannot be read"}
}

func (o *object) member() (*Fault, error) {
	token, err := o.json.ReadValue()
	if err != nil {
		return nil, err
	}
	key := unquoted(token)
	if o.remark(key) {
		return nil, o.json.SkipValue()
	}
	cell, fault := o.column(key)
	if fault != nil {
		return fault, nil
	}
	switch kind := o.json.PeekKind(); kind {
	case jsontext.KindBeginObject:
		return cell.nested(0, named(kind)), nil
	case jsontext.KindBeginArray:
		return o.list(cell)
	}
	text, err := o.scalar()
	return cell.value(text), err
}

func (o *object) list(cell *Cell) (*Fault, error) {
	cell.List = true
	_, err := o.json.ReadToken()
	for err == nil {
		switch kind := o.json.PeekKind(); kind {
		case jsontext.KindEndArray:
			_, err = o.json.ReadToken()
			return nil, err
		case jsontext.KindBeginObject, jsontext.KindBeginArray:
			return cell.nested(len(cell.Values)+1, named(kind)), nil
		}
		var text string
		if text, err = o.scalar(); err == nil {
			if fault := cell.entry(text); fault != nil {
				return fault, nil
			}
		}
	}
	return nil, err
}

// scalar is a text, or the text of a number or word; null is "".
func (o *object) scalar() (string, error) {
	token, err := o.json.ReadValue()
	switch {
	case err != nil || token.Kind() == jsontext.KindNull:
		return "", err
	case token.Kind() == jsontext.KindString:
		return string(unquoted(token)), nil
	}
	return string(token), nil
}

func named(kind jsontext.Kind) string {
	switch kind {
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "a list"
	case jsontext.KindString:
		return "a text"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "true or false"
	case jsontext.KindNull:
		return "null"
	}
	return "a number"
}

// unquoted is what a text with quotes means. Halves of surrogate pairs become
// U+FFFD, which no cell may hold; bytes that are not UTF-8 would too, so they
// are kept as they are, to be named.
func unquoted(token []byte) []byte {
	if bytes.IndexByte(token, '\\') < 0 {
		return token[1 : len(token)-1]
	}
	if fault := flaw("", string(token)); fault != nil {
		return token
	}
	text, _ := jsontext.AppendUnquote(nil, token) // the error says that there was such a half
	return text
}
