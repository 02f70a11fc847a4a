package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

var (
	errNotJSON = errors.New("it is not JSON")
	errWebPage = errors.New("a web page")
	errEmpty   = errors.New("it is empty")
)

// received is the body of a 2xx answer as one JSON value: a text becomes a
// string, nothing becomes null. Broken JSON and web pages are no answer of this
// API; a login page with status 200 is not its consent.
func received(r *rest.Response) (json.RawMessage, error) {
	text := bytes.TrimSpace(r.Body)
	switch {
	case len(text) == 0:
		return json.RawMessage("null"), nil
	case json.Valid(text):
		return text, nil
	case text[0] == '<':
		return nil, r.Misread(errWebPage)
	case text[0] == '{' || text[0] == '[':
		return nil, r.Misread(errNotJSON)
	}
	return encode(strings.ToValidUTF8(string(text), "\uFFFD")), nil
}

// document decodes an answer of any shape.
func document(r *rest.Response) (rest.Item[Object], error) {
	raw, err := received(r)
	if err != nil {
		return rest.Item[Object]{}, err
	}
	return itemOf(raw), nil
}

func itemOf(raw json.RawMessage) rest.Item[Object] {
	return rest.Item[Object]{Value: Object{raw}, Raw: raw}
}

// rows decodes a list of which no more is known than that it is one: the
// elements of an array, or of the only array that is a member of an object;
// any other answer is one row. A null and an answer with status 204 have none.
func rows(r *rest.Response) ([]rest.Item[Object], error) {
	raw, err := received(r)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(r.Body)) == 0 && r.Status != http.StatusNoContent {
		return nil, r.Misread(errEmpty)
	}
	if string(raw) == "null" {
		return nil, nil
	}
	elements, ok := rowsIn(raw)
	if !ok {
		return []rest.Item[Object]{itemOf(raw)}, nil
	}
	items := make([]rest.Item[Object], len(elements))
	for i, element := range elements {
		items[i] = itemOf(element)
	}
	return items, nil
}

func rowsIn(raw json.RawMessage) (elements []json.RawMessage, ok bool) {
	if raw[0] == '{' {
		if raw, ok = soleArray(raw); !ok {
			return nil, false
		}
	}
	if raw[0] != '[' {
		return nil, false
	}
	return elements, json.Unmarshal(raw, &elements) == nil
}

func soleArray(object json.RawMessage) (array json.RawMessage, ok bool) {
	for _, m := range membersOf(object) {
		if m.value[0] != '[' {
			continue
		}
		if ok {
			return nil, false
		}
		array, ok = m.value, true
	}
	return array, ok
}
