package parse

import (
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func clock() Clock { return func() time.Time { return noon } }

func TestDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"90d": 90 * day, "2w": 14 * day, "36h": 36 * time.Hour, "1d12h": 36 * time.Hour, "1w2d3h4m": 9*day + 3*time.Hour + 4*time.Minute,
		" 5m ": 5 * time.Minute, "1.5h": 90 * time.Minute, "36600d": longest, "0d1s": time.Second,
	} {
		if got, err := Duration(text); err != nil || got != want {
			t.Errorf("Duration(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, why := range map[string]string{
		"": "not a span", "d": "not a span", "7": "not a span", "-7d": "not a span", "+7d": "not a span", "1.5d": "not a span", "12h1d": "not a span",
		"7 d": "not a span", "7d-1h": "not a span", "1dx": "not a span", "soon": "not a span", "99999999999d": "not a span",
		"0": "no time at all", "0d": "no time at all", "0w0d0s": "no time at all",
		"36601d": "a hundred years", "36600w": "a hundred years", "2000000000w": "a hundred years", "36600d1s": "a hundred years",
		"36600d36600d36600d36600d": "a hundred years", "2562047h": "",
	} {
		got, err := Duration(text)
		if why == "" {
			if err != nil && !strings.Contains(err.Error(), "a hundred years") {
				t.Errorf("Duration(%q) = %v, %v", text, got, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("Duration(%q) = %v, %v, want %q", text, got, err, why)
		}
	}
}

func TestFuture(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-12-31T18:00:00Z": "2026-12-31T18:00:00Z", "2026-12-31T18:00:00+02:00": "2026-12-31T16:00:00Z", "2026-12-31T18:00Z": "2026-12-31T18:00:00Z",
		"2026-12-31": "2026-12-31T23:59:59Z", "2026-11-22": "2026-11-22T23:59:59Z", " 30d ": "2026-12-22T12:00:00Z", "+1h": "2026-11-22T13:00:00Z",
		"9999-12-31": "9999-12-31T23:59:59Z",
	} {
		if got, err := clock().Future(text); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("Future(%q) = %v, %v, want %s", text, got, err, want)
		}
	}
	for text, why := range map[string]string{
		"2026-11-21": "2026-11-21T23:59:59Z is in the past", "2026-11-22T12:00:00Z": "in the past", "2020-01-01T00:00:00Z": "in the past",
		"": "is not a time", "2026-13-01": "is not a time", "2026-02-30": "is not a time", "tomorrow": "is not a time", "-30d": "is not a time",
		"0d": "is not a time", "9999-12-31T23:59:59-01:00": "is not a time", "0000-01-01": "is not a time",
	} {
		if got, err := clock().Future(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("Future(%q) = %v, %v, want %q", text, got, err, why)
		}
	}
}

func TestPast(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"7d": "2026-11-15T12:00:00Z", "2026-11-01": "2026-11-01T00:00:00Z", "2026-11-22T12:00:00Z": "2026-11-22T12:00:00Z", "1h": "2026-11-22T11:00:00Z",
	} {
		if got, err := clock().Past(text); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("Past(%q) = %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"2026-11-23", "2026-11-22T12:00:01Z", "yesterday", ""} {
		if got, err := clock().Past(text); err == nil {
			t.Errorf("Past(%q) = %v", text, got)
		}
	}
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"90d", "2w", "1d12h", "36600w", "0", "-1h", "1w1w", "9223372036854775807ns"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, err := Duration(text)
		if err != nil {
			return
		}
		if span <= 0 || span > longest {
			t.Fatalf("Duration(%q) = %v", text, span)
		}
		if again, err := Duration(span.String()); err != nil || again != span {
			t.Fatalf("Duration(%q) = %v, and of that %v, %v", text, span, again, err)
		}
	})
}

func FuzzFuture(f *testing.F) {
	for _, seed := range []string{"2026-12-31", "2026-12-31T18:00:00+02:00", "2026-12-31T18:00Z", "30d", "+1w", "9999-12-31T23:59:59-23:59"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := clock().Future(text)
		if err != nil {
			return
		}
		if !at.After(noon) || at.Location() != time.UTC {
			t.Fatalf("Future(%q) = %v", text, at)
		}
		if again, err := clock().Future(at.Format(time.RFC3339Nano)); err != nil || !again.Equal(at) {
			t.Fatalf("Future(%q) = %v, and of that %v, %v", text, at, again, err)
		}
	})
}
