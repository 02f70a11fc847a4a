package output

import (
	"strconv"
	"time"
)

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
