// Package shape describes JSON without its values: which members there are, and
// of which form. It also compares JSON with the Go types that it is read into. It
// is for reports that leave a company: no value gets into them, and no name of a
// member that looks like one.
package shape

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// form is what a value is, in one of a fixed set of words.
func form(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "nothing"
	}
	switch raw[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return "text"
		}
		return formOfText(text)
	}
	return formOfNumber(string(raw), "number")
}

// forms of times, the documented one of most services first.
var timeForms = [...]struct{ layout, words string }{
	{time.RFC3339, "time"},
	{"2006-01-02T15:04:05Z0700", "time with an offset without a colon"},
	{"2006-01-02T15:04:05", "time without an offset"},
	{"2006-01-02 15:04:05", "time with a blank, without an offset"},
	{"2006-01-02 15:04:05Z07:00", "time with a blank"},
	{"2006-01-02 15:04:05 Z0700", "time with a blank"},
	{"2006-01-02", "date"},
	{time.RFC1123, "time as in a header"},
	{time.RFC1123Z, "time as in a header"},
}

func formOfText(text string) string {
	trimmed := strings.TrimSpace(text)
	const longest = 40 // of a time or a number
	switch {
	case text == "":
		return "empty text"
	case trimmed == "":
		return "blank text"
	case len(trimmed) > longest:
		return "text"
	case trimmed == "true" || trimmed == "false":
		return "boolean as text"
	}
	for _, f := range timeForms {
		if _, err := time.Parse(f.layout, trimmed); err == nil {
			return f.words
		}
	}
	if strings.Trim(trimmed, "0123456789.-+") == "" {
		return formOfNumber(trimmed, "number as text")
	}
	return "text"
}

// formOfNumber tells numbers that may be a time from others.
func formOfNumber(text, words string) string {
	n, err := strconv.ParseFloat(text, 64)
	const year2001, year2286 = 1e9, 1e10
	switch {
	case err != nil && words == "number as text":
		return "text"
	case err != nil:
		return words
	case n >= year2001 && n < year2286:
		return words + ", perhaps a time in seconds"
	case n >= year2001*1000 && n < year2286*1000:
		return words + ", perhaps a time in milliseconds"
	}
	return words
}
