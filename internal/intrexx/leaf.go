package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"unictl/internal/rest"
)

// leaf is one value of a JSON document that is neither object nor list.
type leaf struct {
	keys       []string // names of the objects' members on the way, outermost first
	path       string   // as people write it: rules[0].active; "" = the whole document
	value      json.Token
	text       string // of a string or number, "" for others
	start, end int    // its bytes
}

// leavesOf lists the leaves of one JSON document in their order.
func leavesOf(doc json.RawMessage) ([]leaf, error) {
	if !json.Valid(doc) {
		return nil, errNotJSON
	}
	w := walk{doc: doc}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	for {
		from := int(decoder.InputOffset())
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return w.found, nil
		}
		if err != nil {
			return nil, err
		}
		w.take(token, from, int(decoder.InputOffset()))
	}
}

// walk is a way through a document, token by token.
type walk struct {
	doc   []byte
	spots []spot // objects and lists around the next token, outermost first
	found []leaf
}

// spot is a place in one object or list.
type spot struct {
	object bool
	key    string
	named  bool // the key is read, its value is due
	index  int
}

func (w *walk) take(token json.Token, from, to int) {
	switch delim, _ := token.(json.Delim); delim {
	case '{', '[':
		w.spots = append(w.spots, spot{object: delim == '{'})
		return
	case '}', ']':
		w.spots = w.spots[:len(w.spots)-1]
		w.next()
		return
	}
	if len(w.spots) > 0 {
		here := &w.spots[len(w.spots)-1]
		if key, ok := token.(string); ok && here.object && !here.named {
			here.key, here.named = key, true
			return
		}
	}
	w.found = append(w.found, w.leaf(token, from, to))
	w.next()
}

// next leaves a value behind.
func (w *walk) next() {
	if len(w.spots) > 0 {
		here := &w.spots[len(w.spots)-1]
		here.named = false
		here.index++
	}
}

// leaf is the value whose token ends at to; what stands before it since from
// are blanks and separators.
func (w *walk) leaf(token json.Token, from, to int) leaf {
	l := leaf{value: token, start: to - len(bytes.TrimLeft(w.doc[from:to], " \t\r\n,:")), end: to}
	var path strings.Builder
	for _, s := range w.spots {
		if !s.object {
			path.WriteString("[" + strconv.Itoa(s.index) + "]")
			continue
		}
		l.keys = append(l.keys, s.key)
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(rest.Line(s.key))
	}
	l.path = path.String()
	switch v := token.(type) {
	case string:
		l.text = v
	case json.Number:
		l.text = v.String()
	}
	return l
}
