package parse

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// longest is the longest span that is taken. It leaves room for two of them in
// a time.Duration.
const longest = 100 * 366 * day

// Duration reads Go's durations and, since access is counted in days, also d
// (24 h) and w (7 d): 90d, 2w, 36h, 1d12h. A span is longer than nothing and at
// most a hundred years.
func Duration(text string) (time.Duration, error) {
	total, ok := span(strings.TrimSpace(text))
	switch {
	case !ok:
		return 0, fmt.Errorf("%q is not a span of time like 30d, 2w, 36h or 90m", text)
	case total <= 0:
		return 0, fmt.Errorf("%q is no time at all: give a span like 30d", text)
	case total > longest:
		return 0, fmt.Errorf("%q is longer than a hundred years", text)
	}
	return total, nil
}

// span adds weeks and days, which come first, to what Go reads. Beyond longest
// it stops counting.
func span(text string) (total time.Duration, ok bool) {
	for text != "" && total <= longest {
		end := strings.IndexAny(text, "dw")
		if end < 0 {
			small, err := time.ParseDuration(text)
			return total + min(small, longest+1), err == nil && small >= 0
		}
		n, err := strconv.ParseUint(text[:end], 10, 31)
		if err != nil {
			return 0, false
		}
		days := int64(n)
		if text[end] == 'w' {
			days *= 7
		}
		total += time.Duration(min(days, int64(longest/day)+1)) * day
		text = text[end+1:]
		ok = true
	}
	return total, ok
}

// Clock is the source of the present for the parsers that need one.
type Clock func() time.Time

// moment reads a point in time: RFC 3339, a date (the start of that day, UTC),
// or a span like 90d taken from now in the direction of sign (+1 or -1).
func (now Clock) moment(text string, sign int) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		t, err := time.Parse(layout, text)
		if t = t.UTC(); err == nil && t.Year() >= 1 && t.Year() <= 9999 { // what RFC 3339 can say in UTC too
			return t, nil
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
