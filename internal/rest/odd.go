package rest

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Odd are the members of an object whose value is not of the form that the
// contract gives it, as they were received. What they say is unknown: the typed
// value has its zero there, which must not be taken for an answer.
type Odd map[string]json.RawMessage

// Names are the odd members in order.
func (o Odd) Names() []string { return slices.Sorted(maps.Keys(o)) }

// Certain is an error of kind Failed when one of these members is odd, of all
// when none is named: for decisions that must not rest on a value that could not
// be read.
func (i Item[T]) Certain(names ...string) error {
	for _, name := range i.Odd.Names() {
		if len(names) == 0 || slices.Contains(names, name) {
			return &Error{
				Kind: Failed, Message: "it cannot be decided: the service sent " + name + " as " + Line(string(i.Odd[name])),
				Hint: "nothing was changed; -o json shows what the service sends",
			}
		}
	}
	return nil
}

// Sure is a list that ends with an error at the first row one of whose members
// is odd, see Certain.
func Sure[T any](items iter.Seq2[Item[T], error], names ...string) iter.Seq2[Item[T], error] {
	return func(yield func(Item[T], error) bool) {
		for item, err := range items {
			if err == nil {
				err = item.Certain(names...)
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// Tolerate reads an object into a struct member by member, after reading it as a
// whole failed with err. What is no object, JSON that is broken, and an object
// whose id cannot be read stay err.
// A type that reads its JSON itself has UnmarshalOdd to be read like this.
func Tolerate(raw []byte, into any, err error) (Odd, error) {
	if own, ok := into.(interface {
		UnmarshalOdd([]byte, error) (Odd, error)
	}); ok {
		return own.UnmarshalOdd(raw, err)
	}
	_, reads := into.(json.Unmarshaler)
	v := reflect.ValueOf(into).Elem()
	if _, broken := errors.AsType[*json.SyntaxError](err); broken || reads || v.Kind() != reflect.Struct || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	v.SetZero()
	odd := Odd{}
	if !members(raw, func(name string, value json.RawMessage) {
		if field := fieldOf(v, name); field.IsValid() && !fill(value, field) {
			odd[name] = value
		}
	}) {
		return nil, err
	}
	if odd["id"] != nil || odd["publicId"] != nil { // nobody could say which object it is
		return nil, err
	}
	return odd, nil
}

// Member is the value of one member of an object.
func Member(raw []byte, name string) (found json.RawMessage, ok bool) {
	members(raw, func(n string, value json.RawMessage) {
		if n == name {
			found, ok = value, true
		}
	})
	return found, ok
}

// members gives the members of an object; false when it is none.
func members(raw []byte, each func(string, json.RawMessage)) bool {
	d := lenient(raw)
	if start, err := d.ReadToken(); err != nil || start.Kind() != jsontext.KindBeginObject {
		return false
	}
	for d.PeekKind() == jsontext.KindString {
		token, err := d.ReadToken()
		if err != nil {
			return false
		}
		name := token.String() // before the value overwrites it
		value, err := d.ReadValue()
		if err != nil {
			return false
		}
		end := int(d.InputOffset())
		each(name, raw[end-len(value):end:end])
	}
	return true
}

// fieldOf is the field that encoding/json would fill; invalid when there is none.
func fieldOf(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && tag == "" && field.Type.Kind() == reflect.Struct:
			if inner := fieldOf(v.Field(i), name); inner.IsValid() {
				return inner
			}
		case !field.IsExported(), tag == "-":
		case tag == "" && strings.EqualFold(field.Name, name), strings.EqualFold(tag, name):
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// fill reads a value as far as it can be read; false = something in it could not.
func fill(raw json.RawMessage, v reflect.Value) bool {
	err := json.Unmarshal(raw, v.Addr().Interface())
	if err == nil {
		return true
	}
	v.SetZero()
	if v.Kind() == reflect.Struct {
		_, _ = Tolerate(raw, v.Addr().Interface(), err) // its parts that can be read
		return false
	}
	if _, reads := v.Addr().Interface().(json.Unmarshaler); v.Kind() == reflect.Slice && !reads {
		for element, err := range Elements(raw) {
			if err != nil {
				return false
			}
			one := reflect.New(v.Type().Elem()).Elem()
			fill(element, one)
			v.Set(reflect.Append(v, one))
		}
	}
	return false
}
