package parse

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Duration reads Go's durations and, since access is counted in days, also d
// (24 h) and w (7 d): 90d, 2w, 36h, 1d12h.
func Duration(text string) (time.Duration, error) {
	bad := fmt.Errorf("%q is not a span of time like 30d, 2w, 36h or 90m", text)
	var total time.Duration
	rest := strings.TrimSpace(text)
	for rest != "" {
		end := strings.IndexAny(rest, "dw")
		if end < 0 {
			break
		}
		n, err := strconv.Atoi(rest[:end])
		if err != nil || n < 0 || n > 100*366 {
			return 0, bad
		}
		unit := day
		if rest[end] == 'w' {
			unit = 7 * day
		}
		total += time.Duration(n) * unit
		rest = rest[end+1:]
		if rest == "" {
			return total, nil
		}
	}
	small, err := time.ParseDuration(rest)
	if err != nil || small < 0 {
		return 0, bad
	}
	return total + small, nil
}

// Clock is the source of the present for the parsers that need one.
type Clock func() time.Time

// Moment reads a point in time: RFC 3339, a date (the start of that day, UTC),
// or a span like 90d taken from now in the direction of sign (+1 or -1).
func (now Clock) moment(text string, sign int) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	if span, err := Duration(strings.TrimPrefix(text, "+")); err == nil {
		return now().UTC().Truncate(time.Second).Add(time.Duration(sign) * span), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time: write 2026-12-31, 2026-12-31T18:00:00Z, or a span like 30d", text)
}

// Future reads an expiry: it must lie ahead. A bare date means the end of that
// day, UTC, so that access lasts through the day named.
func (now Clock) Future(text string) (time.Time, error) {
	t, err := now.moment(text, +1)
	if err != nil {
		return t, err
	}
	if _, dateOnly := time.Parse(time.DateOnly, strings.TrimSpace(text)); dateOnly == nil {
		t = t.Add(day - time.Second)
	}
	if !t.After(now()) {
		return t, fmt.Errorf("%s is in the past", t.Format(time.RFC3339))
	}
	return t, nil
}

// Past reads the start of a span that ends now: 7d is seven days ago.
func (now Clock) Past(text string) (time.Time, error) {
	t, err := now.moment(text, -1)
	if err != nil {
		return t, err
	}
	if t.After(now()) {
		return t, fmt.Errorf("%s lies ahead", t.Format(time.RFC3339))
	}
	return t, nil
}
