package output

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// textStyle is how a format spells values as text.
type textStyle struct {
	list      string    // between the elements of a list
	humane    bool      // times as distances from now
	multiline bool      // newline and tab may stay
	now       time.Time // what humane refers to
}

// text spells a cell, safe to print; nil and zero times are empty.
func (s textStyle) text(v any) string { return string(s.append(nil, v)) }

// append is text without making a string.
func (s textStyle) append(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return dst
	case string:
		return append(dst, sanitize(v, s.multiline)...)
	case *string:
		if v == nil {
			return dst
		}
		return append(dst, sanitize(*v, s.multiline)...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case time.Time:
		return s.appendTime(dst, v)
	case *time.Time:
		if v == nil {
			return dst
		}
		return s.appendTime(dst, *v)
	case []string:
		for i, e := range v {
			if i > 0 {
				dst = append(dst, s.list...)
			}
			dst = append(dst, sanitize(e, s.multiline)...)
		}
		return dst
	}
	return append(dst, s.other(reflect.ValueOf(v))...)
}

func (s textStyle) appendTime(dst []byte, t time.Time) []byte {
	switch {
	case t.IsZero():
		return dst
	case s.humane:
		return append(dst, humane(t, s.now)...)
	default:
		return t.UTC().AppendFormat(dst, time.RFC3339Nano)
	}
}

// other spells what text does not know by type: the provider's own string
// types, pointers, smaller numbers, lists; anything else as JSON.
func (s textStyle) other(v reflect.Value) string {
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'f', -1, v.Type().Bits())
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return s.text(v.Elem().Interface())
	case reflect.String:
		return sanitize(v.String(), s.multiline)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			return s.elements(v)
		}
	}
	data, err := newJSONEncoder(nil).encode(nil, Row{Value: v.Interface()})
	if err != nil {
		return sanitize(fmt.Sprint(v.Interface()), s.multiline)
	}
	return string(data)
}

func (s textStyle) elements(v reflect.Value) string {
	parts := make([]string, v.Len())
	for i := range parts {
		parts[i] = s.text(v.Index(i).Interface())
	}
	return strings.Join(parts, s.list)
}

// humaneDays is how far from now a time is told as a distance; beyond it the
// date says more.
const humaneDays = 30

// humane tells t as people would: "3 days ago", "in 12 days", and beyond 30
// days the date in the zone of now.
func humane(t, now time.Time) string {
	d := now.Sub(t)
	future := d < 0
	if future {
		d = -d
	}
	var n int
	var unit string
	switch {
	case d < time.Minute:
		n, unit = int(d/time.Second), "second"
	case d < time.Hour:
		n, unit = int(d/time.Minute), "minute"
	case d < 24*time.Hour:
		n, unit = int(d/time.Hour), "hour"
	case d <= humaneDays*24*time.Hour:
		n, unit = int(d/(24*time.Hour)), "day"
	default:
		return t.In(now.Location()).Format(time.DateOnly)
	}
	if n == 0 {
		return "now"
	}
	if n > 1 {
		unit += "s"
	}
	if future {
		return "in " + strconv.Itoa(n) + " " + unit
	}
	return strconv.Itoa(n) + " " + unit + " ago"
}

// exactTime spells t for machines: RFC 3339 in UTC, with a fraction only where
// t has one.
func exactTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// Bytes is a size for people: decimal units, as file managers and providers
// count.
func Bytes(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n)/1000, 0
	for size >= 999.95 && unit < 3 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.1f %s", size, [...]string{"kB", "MB", "GB", "TB"}[unit])
}
