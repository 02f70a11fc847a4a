package output

import (
	"cmp"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"time"
)

// sortKey is one column of --sort.
type sortKey struct {
	column     Column
	descending bool
}

// compare orders two values of the column. Missing values come last in both
// directions.
func (k sortKey) compare(a, b sortValue) int {
	if a.kind == sortNull || b.kind == sortNull {
		return cmp.Compare(a.kind, b.kind)
	}
	c := a.compare(b)
	if k.descending {
		return -c
	}
	return c
}

// The kinds of sort values, in the order in which a mixed column sorts.
const (
	sortNumber uint8 = iota
	sortTime
	sortText
	sortNull
)

// sortValue is a cell made comparable.
type sortValue struct {
	kind  uint8
	whole int64     // numbers and bools that are integers; else float counts
	float float64   // numbers
	time  time.Time // times
	text  string    // strings, folded to lower case; lists are joined
}

func newSortValue(v any) sortValue {
	switch v := v.(type) {
	case nil:
		return sortValue{kind: sortNull}
	case string:
		return textSortValue(v)
	case time.Time:
		if v.IsZero() {
			return sortValue{kind: sortNull}
		}
		return sortValue{kind: sortTime, time: v}
	case []string:
		return textSortValue(strings.Join(v, "\x00"))
	case json.Number:
		return numberSortValue(v)
	}
	return otherSortValue(reflect.ValueOf(v))
}

// textSortValue folds s. An empty cell reads as a missing one and sorts so.
func textSortValue(s string) sortValue {
	if s == "" {
		return sortValue{kind: sortNull}
	}
	return sortValue{kind: sortText, text: strings.ToLower(s)}
}

func otherSortValue(v reflect.Value) sortValue {
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return sortValue{kind: sortNull}
	case v.Kind() == reflect.Pointer:
		return newSortValue(v.Elem().Interface())
	case v.Kind() == reflect.Bool && v.Bool():
		return sortValue{whole: 1, float: 1}
	case v.Kind() == reflect.Bool:
		return sortValue{}
	case v.CanInt():
		return sortValue{whole: v.Int(), float: float64(v.Int())}
	case v.CanUint():
		// Beyond int64 the whole part saturates and float decides.
		return sortValue{whole: int64(min(v.Uint(), math.MaxInt64)), float: float64(v.Uint())}
	case v.CanFloat():
		return sortValue{whole: saturate(v.Float()), float: v.Float()}
	}
	return textSortValue(textStyle{list: "\x00"}.other(v))
}

// numberSortValue reads a number as it was received; one that is beyond
// float64 sorts as the largest.
func numberSortValue(n json.Number) sortValue {
	if whole, err := n.Int64(); err == nil {
		return sortValue{whole: whole, float: float64(whole)}
	}
	float, _ := n.Float64() // out of range gives an infinity of the right sign
	return sortValue{whole: saturate(float), float: float}
}

// saturate returns the whole part of f within int64.
func saturate(f float64) int64 {
	switch {
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64, f != f:
		return math.MinInt64
	default:
		return int64(math.Floor(f))
	}
}

func (a sortValue) compare(b sortValue) int {
	if c := cmp.Compare(a.kind, b.kind); c != 0 {
		return c
	}
	switch a.kind {
	case sortNumber:
		// Whole parts first: large ids differ where their floats do not.
		if c := cmp.Compare(a.whole, b.whole); c != 0 {
			return c
		}
		return cmp.Compare(a.float, b.float)
	case sortTime:
		return a.time.Compare(b.time)
	default:
		return naturalCompare(a.text, b.text)
	}
}
