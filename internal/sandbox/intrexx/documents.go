package intrexx

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"unictl/internal/sandbox/service"
)

// document is a JSON object. An alias, so that nested ones are of the same type.
type document = map[string]any

// object reads the body, which must be a JSON object.
func (c *call) object() (document, error) {
	if err := c.checkKind("application/json"); err != nil {
		return nil, err
	}
	var doc document
	if err := service.Parse(c.body, &doc); err != nil {
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
	var missing []string
	for _, field := range fields {
		if value := lookup(body, field); value == nil || value == "" {
			missing = append(missing, field)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	p := badRequest("field %q is missing", missing[0])
	p.missing = missing
	return p
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

// read is the GET of one of a portal's documents.
func read(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		if c.s.unset && (name == docReports || name == docExport) && get[bool](c.view, c.at("set", name)) == nil {
			return answer{}, refuse(http.StatusNotFound, "no %s configuration is stored", name)
		}
		return c.reading(c.document(name)), nil
	}
}

// reading answers a read, with stars for secrets where those are asked for.
func (c *call) reading(doc document) answer {
	if c.s.masks {
		doc = c.masked(doc)
	}
	return asJSON(http.StatusOK, doc)
}

// mask is what stands for a secret.
const mask = "*****"

func (v *view) masked(doc document) document {
	out := maps.Clone(doc)
	for name, value := range out {
		switch inner, nested := value.(document); {
		case nested:
			out[name] = v.masked(inner)
		case value != "" && (strings.HasSuffix(name, "password") || name == v.word("mobile key")):
			out[name] = mask
		}
	}
	return out
}

func (c *call) document(name string) document {
	doc := get[document](c.view, c.at("doc", name))
	if doc == nil {
		c.Fail(errNoState)
		return document{}
	}
	return *doc
}

// change is the PATCH of one: what the body names, in objects recursively, and
// only names and kinds of value that are there.
func change(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		patch, err := c.object()
		if err != nil {
			return answer{}, err
		}
		return c.changed(name, patch)
	}
}

// replace is the PUT of one: the body has exactly the fields that it has.
func replace(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		body, err := c.object()
		if err != nil {
			return answer{}, err
		}
		for _, field := range slices.Sorted(maps.Keys(c.document(name))) {
			if _, given := body[field]; !given {
				return answer{}, badRequest("field %q is missing", field)
			}
		}
		return c.changed(name, body)
	}
}

func (c *call) changed(name string, patch document) (answer, error) {
	doc := c.document(name)
	if err := merge(doc, patch); err != nil {
		return answer{}, err
	}
	c.put(c.at("doc", name), doc)
	c.put(c.at("set", name), true)
	if name == docMobile {
		return c.done("changing "+name, nil), nil
	}
	return c.done("changing "+name, doc), nil
}

// setWebServer is PUT /{portal}/webserver (contract §4.2).
func (c *call) setWebServer() (answer, error) {
	body, err := c.object()
	if err != nil {
		return answer{}, err
	}
	if err := need(body, "base_url"); err != nil {
		return answer{}, err
	}
	u, err := url.Parse(text(body, "base_url"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return answer{}, badRequest("field \"base_url\" is no http or https URL")
	}
	return c.changed(docWebServer, body)
}

// getMobile is GET /{portal}/mobile, where the key may be missing.
func (c *call) getMobile() (answer, error) {
	doc := c.document(docMobile)
	if doc[c.word("mobile key")] == "" && c.pick("no mobile key", 2) == 0 {
		return answer{}, refuse(http.StatusNotFound, "no key is stored")
	}
	return c.reading(doc), nil
}

// deleteMobile is DELETE /{portal}/mobile.
func (c *call) deleteMobile() (answer, error) {
	c.put(c.at("doc", docMobile), document{c.word("mobile key"): ""})
	return c.done("deleting the mobile key", nil), nil
}
