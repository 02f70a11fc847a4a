package devotokens

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Mask replaces the value of a token in an answer by "[redacted]" and keeps
// every other byte. It looks in more places than Value, since showing too little
// is the smaller harm: whatever stands under the keys of a value, and every text
// under an unknown key that has something of a value's form in it. What the
// service itself masked stays: it is how one sees that it did. A document that
// is not JSON is replaced as a whole.
func Mask(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return raw
	}
	all, ok := members(raw)
	if !ok {
		return json.RawMessage(`"` + redacted + `"`)
	}
	var masked json.RawMessage
	kept := 0
	for _, m := range all {
		if m.reveals() {
			masked = append(append(masked, raw[kept:m.start]...), `"`+redacted+`"`...)
			kept = m.end
		}
	}
	if kept == 0 {
		return raw
	}
	return append(masked, raw[kept:]...)
}

// reveals reports whether a text is, or holds, the value of a token.
func (m member) reveals() bool {
	switch {
	case m.text == "" || isMask(m.text):
		return false
	case slices.ContainsFunc(valueKeys(), func(key string) bool { return strings.EqualFold(key, m.key) }):
		return true
	case slices.Contains(tokenFields(), m.key):
		return false
	}
	return len(values(m.text)) > 0
}

// values are the parts of a text that have the form of a value.
func values(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, notAlphanumeric), func(part string) bool { return !isValue(part) })
}

// Masked is the same call with the value of a token masked in the answer that
// Send gives: for changes, whose answers may carry it (§3.4).
func Masked(call rest.Prepared) rest.Prepared { return masked{call} }

type masked struct{ rest.Prepared }

func (m masked) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := m.Prepared.Send(ctx)
	return Mask(answer), err
}
