package output

import (
	"cmp"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// hold keeps encoded rows until the result is whole, then hands them on in
// order. It keeps bytes and sort keys, never the objects.
type hold struct {
	keys  []sortKey // what to sort by; none = the order of arrival
	rows  []heldRow
	spool spool
}

type heldRow struct {
	enc  []byte
	vals []sortValue
}

func (o Options) newHold(cols []Column) *hold {
	h := &hold{}
	for _, word := range o.Sort {
		name, desc := sortColumn(word)
		if i := indexColumn(cols, name); i >= 0 {
			h.keys = append(h.keys, sortKey{column: cols[i], descending: desc})
		}
	}
	return h
}

// add keeps a row's encoding and its sort values.
func (h *hold) add(r Row, enc []byte) {
	held := heldRow{enc: h.spool.add(enc)}
	if len(h.keys) > 0 {
		held.vals = make([]sortValue, len(h.keys))
		for i, k := range h.keys {
			held.vals[i] = newSortValue(r.cell(k.column))
		}
	}
	h.rows = append(h.rows, held)
}

// release sorts, cuts to limit (0 = all) and prints, returning how many rows
// it kept.
func (h *hold) release(out sink, limit int) (int, error) {
	if len(h.keys) > 0 {
		slices.SortStableFunc(h.rows, h.compare)
	}
	if limit > 0 && len(h.rows) > limit {
		h.rows = h.rows[:limit]
	}
	for i, r := range h.rows {
		if err := out.row(r.enc); err != nil {
			return i, err
		}
	}
	return len(h.rows), out.end()
}

func (h *hold) compare(a, b heldRow) int {
	for i, k := range h.keys {
		if c := k.compare(a.vals[i], b.vals[i]); c != 0 {
			return c
		}
	}
	return 0
}

// Chunks grow from the first to the last size, so that a short list stays
// small and a long one is never copied.
const (
	firstChunk = 4 << 10
	lastChunk  = 1 << 20
)

// spool keeps the bytes of many rows in few large buffers.
type spool struct {
	chunk []byte
	size  int
}

// add copies p into the spool and returns the copy.
func (s *spool) add(p []byte) []byte {
	if cap(s.chunk)-len(s.chunk) < len(p) {
		s.size = min(max(2*s.size, firstChunk), lastChunk)
		s.chunk = make([]byte, 0, max(s.size, len(p)))
	}
	start := len(s.chunk)
	s.chunk = append(s.chunk, p...)
	return s.chunk[start:len(s.chunk):len(s.chunk)]
}

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

// naturalCompare orders text as people do: runs of digits by their value, so
// that "site 2" comes before "site 10".
func naturalCompare(a, b string) int {
	for a != "" && b != "" {
		if isDigit(a[0]) && isDigit(b[0]) {
			x, restA := digits(a)
			y, restB := digits(b)
			if c := compareDigits(x, y); c != 0 {
				return c
			}
			a, b = restA, restB
			continue
		}
		if c := cmp.Compare(a[0], b[0]); c != 0 {
			return c
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits cuts the leading run of digits off s.
func digits(s string) (run, rest string) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

// compareDigits compares two numbers of any length by value.
func compareDigits(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if c := cmp.Compare(len(a), len(b)); c != 0 {
		return c
	}
	return cmp.Compare(a, b)
}
