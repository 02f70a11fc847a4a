package shape

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Difference is one way in which an answer is not what a Go type expects.
type Difference struct {
	Member string // its path; "" = the whole
	What   string // in fixed words
}

// Compare gives the differences between raw and the type that it is read into.
// A member is due unless its field has the tag sent:"sometimes"; null is due
// everywhere, since encoding/json reads it as nothing. Members that are known and
// not read stand in the tag unread:"a,b" of a blank field. A type that reads its
// JSON itself is asked; one with a method ReadAs names the type that it reads.
func Compare(raw []byte, as reflect.Type, names Names) []Difference {
	if !json.Valid(raw) {
		return nil
	}
	c := &comparison{names: names}
	c.names.values = texts(raw)
	c.value("", json.RawMessage(strings.TrimSpace(string(raw))), as, 0)
	return c.found
}

// KnownNames adds the names of the members of a type, and of the types in it.
func KnownNames(as reflect.Type, into map[string]bool) { knownNames(as, into, 0) }

func knownNames(as reflect.Type, into map[string]bool, deep int) {
	as = readAs(as)
	switch as.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		knownNames(as.Elem(), into, deep)
	case reflect.Struct:
		if deep == mostDeep {
			return
		}
		for _, f := range fieldsOf(as) {
			into[f.name] = true
			if f.as == nil {
				continue
			}
			knownNames(f.as, into, deep+1)
		}
	}
}

type comparison struct {
	names Names
	found []Difference
}

func (c *comparison) add(path, what string) {
	c.found = append(c.found, Difference{Member: path, What: what})
}

func (c *comparison) value(path string, raw json.RawMessage, as reflect.Type, deep int) {
	as = readAs(as)
	if len(raw) == 0 || deep == mostDeep || as.Kind() == reflect.Interface || as == reflect.TypeFor[json.RawMessage]() {
		return
	}
	if as.Kind() == reflect.Pointer {
		if raw[0] != 'n' {
			c.value(path, raw, as.Elem(), deep)
		}
		return
	}
	if readsItself(as) {
		if json.Unmarshal(raw, reflect.New(as).Interface()) != nil {
			c.add(path, form(raw)+" where "+due(as)+" is due")
		}
		return
	}
	switch {
	case raw[0] == 'n':
	case as.Kind() == reflect.Struct && raw[0] == '{':
		c.object(path, raw, as, deep)
	case as.Kind() == reflect.Map && raw[0] == '{':
		for _, m := range membersOf(raw) {
			c.value(path+"{}", m.value, as.Elem(), deep+1)
		}
	case as.Kind() == reflect.Slice && raw[0] == '[':
		for _, element := range elements(raw) {
			c.value(path+"[]", element, as.Elem(), deep+1)
		}
	case json.Unmarshal(raw, reflect.New(as).Interface()) != nil:
		c.add(path, form(raw)+" where "+due(as)+" is due")
	}
}

func (c *comparison) object(path string, raw json.RawMessage, as reflect.Type, deep int) {
	fields := fieldsOf(as)
	came := map[string]bool{}
	for _, m := range membersOf(raw) {
		field, known := fieldNamed(fields, m.name)
		if known && field.as == nil {
			continue
		}
		if !known {
			c.add(under(path, c.names.Shown(m.name)), "a member that is not known ("+form(m.value)+")")
			continue
		}
		came[field.name] = true
		c.value(under(path, field.name), m.value, field.as, deep+1)
	}
	for _, field := range fields {
		if !came[field.name] && !field.sometimes {
			c.add(under(path, field.name), "is missing")
		}
	}
}

// field is a member that a struct reads.
type field struct {
	name      string
	as        reflect.Type // nil = it is not read
	sometimes bool
}

// fieldsOf are the members that encoding/json fills.
func fieldsOf(as reflect.Type) (all []field) {
	for i := range as.NumField() {
		f := as.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Name == "_":
			for name := range strings.SplitSeq(f.Tag.Get("unread"), ",") {
				all = append(all, field{name: name, sometimes: true})
			}
		case f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct:
			all = append(all, fieldsOf(f.Type)...)
		case !f.IsExported() || tag == "-":
		default:
			if tag == "" {
				tag = f.Name
			}
			all = append(all, field{tag, f.Type, f.Tag.Get("sent") == "sometimes"})
		}
	}
	return all
}

// fieldNamed finds a field as encoding/json does: without case.
func fieldNamed(all []field, name string) (field, bool) {
	for _, f := range all {
		if strings.EqualFold(f.name, name) {
			return f, true
		}
	}
	return field{}, false
}

// readAs is the type whose members a type reads: its own, unless a method ReadAs
// names another one.
func readAs(as reflect.Type) reflect.Type {
	if other, ok := reflect.Zero(as).Interface().(interface{ ReadAs() any }); ok && as.Kind() != reflect.Pointer {
		return reflect.TypeOf(other.ReadAs())
	}
	return as
}

func readsItself(as reflect.Type) bool {
	return reflect.PointerTo(as).Implements(reflect.TypeFor[json.Unmarshaler]())
}

// due is what a type expects, in a fixed word.
func due(as reflect.Type) string {
	name := strings.ToLower(as.Name())
	switch {
	case as == reflect.TypeFor[time.Time](), strings.Contains(name, "instant"), strings.Contains(name, "time"):
		return "a time"
	case as.Kind() == reflect.String:
		return "a text"
	case as.Kind() == reflect.Bool:
		return "a boolean"
	case as.Kind() >= reflect.Int && as.Kind() <= reflect.Float64:
		return "a number"
	case as.Kind() == reflect.Slice:
		return "a list"
	case as.Kind() == reflect.Struct || as.Kind() == reflect.Map:
		return "an object"
	}
	return "another form"
}
