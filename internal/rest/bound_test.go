package rest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// deep is how deep an answer may be nested.
const deep = 64

// What is nested too deep, or has too many values, is refused before anything
// decodes it; brackets and commas in texts count for nothing.
func TestBounded(t *testing.T) {
	t.Parallel()
	nested := func(open, shut string, n int) string { return strings.Repeat(open, n) + strings.Repeat(shut, n) }
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"as deep as may be": {nested("[", "]", deep), nil},
		"lists":             {nested("[", "]", deep+1), errTooDeep},
		"objects":           {nested(`{"a":`, "}", deep+1), errTooDeep},
		"both":              {nested(`[{"a":`, "}]", deep), errTooDeep},
		"beside each other": {"[" + strings.Repeat("[],", 1000) + "[]]", nil},
		"in a text":         {`"` + strings.Repeat("[", 200) + `"`, nil},
		"behind a quote":    {`"\"` + strings.Repeat("[", 200) + `"`, nil},
		"an open text":      {`"` + strings.Repeat("[", 200), nil},
		"many objects":      {"[" + strings.Repeat("{},", maxValues/2) + "{}]", errTooMany},
		"many numbers":      {"[" + strings.Repeat("1,", maxValues) + "1]", errTooMany},
		"a text of commas":  {`"` + strings.Repeat(",", maxValues+1) + `"`, nil},
		"nothing":           {"", nil},
	} {
		if got := bounded([]byte(c.body)); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A pause after 429 is a second longer than asked; other waits are as asked.
func TestPastTheEndOfAPause(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status     int
		wait, want time.Duration
	}{
		{http.StatusTooManyRequests, 30 * time.Second, 31 * time.Second},
		{http.StatusTooManyRequests, time.Millisecond, time.Second + time.Millisecond},
		{http.StatusTooManyRequests, 0, 0},
		{http.StatusServiceUnavailable, 30 * time.Second, 30 * time.Second},
	} {
		if got := past(c.status, c.wait); got != c.want {
			t.Errorf("%d after %v: %v, want %v", c.status, c.wait, got, c.want)
		}
	}
}
