package rows

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

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
