package ixon

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Filter is one condition of the filters parameter, e.g. eq(name,"Ada").
// Several are joined by and (§4). Columns may be dotted: group.publicId.
type Filter string

// ErrUnfilterable is a value that a filter cannot express: how the service
// escapes a quote is not known (§4). Such a list is filtered by its caller.
var ErrUnfilterable = errors.New("the value cannot stand in a filter of the service")

// InIDs is how many publicIds one In always has room for beside the fields of
// any list of this package.
const InIDs = 100

// Eq keeps rows whose column equals value. Error: ErrUnfilterable.
func Eq(column, value string) (Filter, error) { return quoted("eq", column, value) }

// Contains keeps rows whose column contains value. Error: ErrUnfilterable.
func Contains(column, value string) (Filter, error) { return quoted("contains", column, value) }

// In keeps rows whose column is one of values. Error: ErrUnfilterable, also
// when there are no values.
func In(column string, values ...string) (Filter, error) { return quoted("in", column, values...) }

// Is keeps rows whose boolean column is value.
func Is(column string, value bool) Filter {
	return Filter("eq(" + column + "," + strconv.FormatBool(value) + ")")
}

// IsNull keeps rows that have no value in column.
func IsNull(column string) Filter { return Filter("isnull(" + column + ")") }

// IsNotNull keeps rows that have a value in column.
func IsNotNull(column string) Filter { return Filter("isnotnull(" + column + ")") }

// Gt keeps rows later than t.
func Gt(column string, t time.Time) Filter { return compare("gt", column, t) }

// Gte keeps rows at or later than t.
func Gte(column string, t time.Time) Filter { return compare("gte", column, t) }

// Lt keeps rows earlier than t.
func Lt(column string, t time.Time) Filter { return compare("lt", column, t) }

// Lte keeps rows at or earlier than t.
func Lte(column string, t time.Time) Filter { return compare("lte", column, t) }

func compare(operator, column string, t time.Time) Filter {
	return Filter(operator + "(" + column + `,"` + formatTime(t) + `")`)
}

func quoted(operator, column string, values ...string) (Filter, error) {
	if len(values) == 0 {
		return "", ErrUnfilterable
	}
	var b strings.Builder
	b.WriteString(operator + "(" + column)
	for _, value := range values {
		if !utf8.ValidString(value) || strings.ContainsFunc(value, unquotable) {
			return "", ErrUnfilterable
		}
		b.WriteString(`,"` + value + `"`)
	}
	b.WriteByte(')')
	return Filter(b.String()), nil
}

func unquotable(r rune) bool { return r == '"' || r == '\\' || unicode.IsControl(r) }
