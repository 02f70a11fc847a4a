package devotokens

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"unictl/internal/rest"
)

// instant is a time as the service writes it: 2024-11-26T14:38:18.000+0000,
// whose offset without a colon neither RFC 3339 nor time.Time reads (§3.4). How
// it writes "never" is not public: null, an absent or empty field, a number of
// zero or less and a word without digits all mean it. Other numbers are read as
// Unix time.
type instant struct{ at *time.Time }

func (i *instant) UnmarshalJSON(data []byte) (err error) {
	switch {
	case bytes.Equal(data, []byte("null")):
		i.at = nil
		return nil
	case first(data) != '"':
		i.at, err = unixTime(data)
		return err
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	i.at, err = parseTime(text)
	return err
}

// parseTime gives UTC; nil = no time.
func parseTime(text string) (*time.Time, error) {
	text = strings.TrimSpace(text)
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return nil, nil
	}
	// The parser takes fractions of a second with each of these.
	for _, layout := range [...]string{"2006-01-02T15:04:05Z0700", time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return within(at, text)
		}
	}
	return nil, unreadable(text)
}

func unixTime(data []byte) (*time.Time, error) {
	const inSeconds = 100_000_000_000 // until the year 5138; larger numbers are milliseconds
	var n int64
	if err := json.Unmarshal(data, &n); err != nil {
		return nil, unreadable(string(data))
	}
	switch {
	case n <= 0:
		return nil, nil
	case n < inSeconds:
		return within(time.Unix(n, 0), string(data))
	}
	return within(time.UnixMilli(n), string(data))
}

// within keeps to the years that JSON can express.
func within(at time.Time, text string) (*time.Time, error) {
	at = at.UTC()
	if at.Year() < 1 || at.Year() > 9999 {
		return nil, unreadable(text)
	}
	return &at, nil
}

func unreadable(text string) error { return fmt.Errorf("%q is not a time", rest.Line(text)) }
