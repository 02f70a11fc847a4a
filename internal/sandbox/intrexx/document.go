package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// document is a JSON object. An alias, so that nested ones are of the same type.
type document = map[string]any

// parse reads exactly one JSON value, keeping numbers as they are written.
func parse(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("more follows after the value")
	}
	return nil
}

// object reads the body, which must be a JSON object.
func (c *call) object() (document, error) {
	if err := c.checkKind("application/json"); err != nil {
		return nil, err
	}
	var doc document
	if err := parse(c.body, &doc); err != nil {
		return nil, badRequest("the body is no JSON object: %v", err)
	}
	if doc == nil {
		return nil, badRequest("the body is no JSON object")
	}
	return doc, nil
}

// objectOrNothing is object for where a body may be missing.
func (c *call) objectOrNothing() (document, error) {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return document{}, nil
	}
	return c.object()
}

// merge lays a patch over a document: objects into objects, all else in the
// place of a value of the same kind.
func merge(into, patch document) error { return mergeAt(into, patch, "") }

func mergeAt(into, patch document, at string) error {
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		old, known := into[name]
		value := patch[name]
		switch {
		case !known:
			return badRequest("unknown field %q: known are %s", at+name, strings.Join(slices.Sorted(maps.Keys(into)), ", "))
		case kindOf(value) != kindOf(old):
			return badRequest("field %q is %s and must be %s", at+name, kindOf(value), kindOf(old))
		}
		if inner, ok := value.(document); ok {
			if err := mergeAt(old.(document), inner, at+name+"."); err != nil {
				return err
			}
			continue
		}
		into[name] = value
	}
	return nil
}

// need refuses a body in which one of the fields, "a.b", is missing or empty.
func need(body document, fields ...string) error {
	for _, field := range fields {
		if value := lookup(body, field); value == nil || value == "" {
			return badRequest("field %q is missing", field)
		}
	}
	return nil
}

// lookup finds the value of a field such as "a.b"; nil when there is none.
func lookup(doc document, field string) any {
	name, rest, deeper := strings.Cut(field, ".")
	if !deeper {
		return doc[name]
	}
	inner, _ := doc[name].(document)
	return lookup(inner, rest)
}

// text is lookup of a string.
func text(doc document, field string) string {
	s, _ := lookup(doc, field).(string)
	return s
}

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number, int:
		return "a number"
	case []any:
		return "a list"
	case document:
		return "an object"
	}
	return "null"
}
