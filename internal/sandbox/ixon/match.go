package ixon

import (
	"cmp"
	"strings"
)

// filter is a condition bound to the fields of a schema.
type filter struct {
	op     string
	path   []*field
	values []any
}

// bindFilters reads and binds the `filters` parameters; all must hold.
func (s *schema) bindFilters(exprs []string) ([]filter, error) {
	var all []filter
	for _, e := range exprs {
		c, err := parseFilter(e)
		if err != nil {
			return nil, err
		}
		f, err := s.bind(c)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (s *schema) bind(c condition) (filter, error) {
	f := filter{op: c.op}
	level := s
	for _, name := range c.column {
		if level == nil {
			return filter{}, errFilters
		}
		column := level.field(name)
		if column == nil || column.hidden {
			return filter{}, errFilters
		}
		f.path = append(f.path, column)
		level = column.of
	}
	last := f.path[len(f.path)-1]
	if len(c.values) > 0 && (last.of != nil || last.kind == kindRaw) {
		return filter{}, errFilters
	}
	if c.op == "contains" && last.kind != kindText {
		return filter{}, errFilters
	}
	for _, l := range c.values {
		value, err := l.as(last.kind)
		if err != nil {
			return filter{}, err
		}
		f.values = append(f.values, value)
	}
	return f, nil
}

// as turns a written value into what a field of that kind holds.
func (l literal) as(k kind) (any, error) {
	switch {
	case k == kindInstant && l.kind == kindText:
		if t, ok := parseInstant(l.text); ok {
			return t, nil
		}
	case k == kindFlag && l.kind == kindText && (l.text == "true" || l.text == "false"): // as IXON's own programs quote it
		return l.text == "true", nil
	case k != l.kind:
	case k == kindText:
		return l.text, nil
	case k == kindFlag:
		return l.flag, nil
	case k == kindNumber:
		return int64(l.number), nil
	}
	return nil, errFilters
}

func matchAll(v *view, rec any, all []filter) bool {
	for i := range all {
		if !all[i].match(v, rec) {
			return false
		}
	}
	return true
}

// match follows the column through objects and lists. Over a list a condition
// holds when it holds for any element; ne and ni when for every one.
func (f *filter) match(v *view, rec any) bool {
	found := collect(v, rec, f.path, nil)
	switch f.op {
	case "isnull":
		return len(found) == 0
	case "isnotnull":
		return len(found) > 0
	case "ne", "ni":
		for _, value := range found {
			if f.among(value) {
				return false
			}
		}
		return true
	}
	for _, value := range found {
		if f.holds(value) {
			return true
		}
	}
	return false
}

// collect gathers what is not null at the end of the path.
func collect(v *view, rec any, path []*field, out []any) []any {
	head, rest := path[0], path[1:]
	var nested []any
	switch {
	case head.many != nil:
		nested = head.many(v, rec)
	case head.one != nil:
		nested = []any{head.one(v, rec)}
	default:
		nested = []any{head.value(v, rec)}
	}
	for _, n := range nested {
		switch {
		case n == nil:
		case len(rest) == 0:
			out = append(out, n)
		default:
			out = collect(v, n, rest, out)
		}
	}
	return out
}

func (f *filter) among(value any) bool {
	for _, want := range f.values {
		if value == want {
			return true
		}
	}
	return false
}

func (f *filter) holds(value any) bool {
	switch f.op {
	case "eq", "in":
		return f.among(value)
	case "contains":
		return strings.Contains(strings.ToLower(value.(string)), strings.ToLower(f.values[0].(string)))
	case "between":
		return order(value, f.values[0]) >= 0 && order(value, f.values[1]) <= 0
	}
	switch o := order(value, f.values[0]); f.op {
	case "lt":
		return o < 0
	case "lte":
		return o <= 0
	case "gt":
		return o > 0
	default:
		return o >= 0
	}
}

// order compares two values of one field.
func order(a, b any) int {
	switch x := a.(type) {
	case string:
		return strings.Compare(x, b.(string))
	case instant:
		return cmp.Compare(x, b.(instant))
	case int64:
		return cmp.Compare(x, b.(int64))
	case bool:
		return cmp.Compare(truth(x), truth(b.(bool)))
	}
	return 0
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
