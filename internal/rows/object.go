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
