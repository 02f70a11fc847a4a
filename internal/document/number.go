package document

import (
	"strconv"
	"strings"
)

// sameNumber compares two JSON numbers by value, whatever their size: 1800,
// 1800.0 and 1.8e3 are the same. No arithmetic is done that a long exponent
// could make expensive.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := decimalOf(a)
	y, okY := decimalOf(b)
	return okX && okY && x == y
}

// decimal is ±0.digits × 10^exponent, digits without zeros at either end.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// decimalOf reads a JSON number; false when its exponent is beyond counting.
func decimalOf(number string) (decimal, bool) {
	number, negative := strings.CutPrefix(number, "-")
	mantissa, power := number, ""
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa, power = number[:i], number[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	leading := len(whole) + len(fraction) - len(digits)
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return decimal{}, true // minus zero too
	}
	exponent := int64(0)
	if power != "" {
		var err error
		if exponent, err = strconv.ParseInt(power, 10, 62); err != nil {
			return decimal{}, false
		}
	}
	return decimal{negative, digits, exponent + int64(len(whole)-leading)}, true
}

// isNumber tells whether text is spelled as a JSON number.
func isNumber(s string) bool {
	if s == "" || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	last := s[len(s)-1]
	return last >= '0' && last <= '9' && check("", []byte(s)) == nil
}
