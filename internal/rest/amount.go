package rest

import (
	"strconv"
	"strings"
)

// amount is a number of bytes for people, in decimal units: "12.3 MB".
func amount(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	value, unit := float64(n)/1000, "kB"
	for _, larger := range []string{"MB", "GB"} {
		if value >= 999.95 { // would be rounded to 1000
			value, unit = value/1000, larger
		}
	}
	return strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0") + " " + unit
}
