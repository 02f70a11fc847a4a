package devotokens

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	redacted     = "[redacted]" // stands for a value in answers that are shown
	maskedPrefix = "tk."        // begins a value that the service masks: tk.<hash>.<last 5 characters> (§2.1)
	valueLength  = 32           // characters, hexadecimal by one page and alphanumeric by another (§4)
)

// valueKeys are the keys under which the value is looked for first: its name is
// not public (§3.4).
func valueKeys() []string { return []string{"token", "access_token", "value"} }

// Value finds the value of a token in an answer: under token, access_token or
// value; otherwise the only other text that has the form of one, 32 characters
// of hexadecimal or else of letters and digits, under a key that is no known
// field. An answer that is nothing but such a text, with quotes or without, is
// the value. In nested answers the first object that has one counts. "" = there
// is none. masked tells that it is only the mask which the service shows to
// everybody but the token's owner and its user: it ends like the value.
func Value(raw json.RawMessage) (value string, masked bool) {
	m, _ := valueIn(raw)
	return m.text, strings.HasPrefix(m.text, maskedPrefix)
}

func valueIn(raw json.RawMessage) (member, bool) {
	all, ok := members(raw)
	if !ok { // a text without quotes
		all = []member{{text: string(bytes.TrimSpace(raw))}}
	}
	var objects [][]member // outer ones first
	for _, m := range all {
		for len(objects) <= m.object {
			objects = append(objects, nil)
		}
		objects[m.object] = append(objects[m.object], m)
	}
	for _, object := range objects {
		if m, ok := valueOf(object); ok {
			return m, true
		}
	}
	return member{}, false
}

// valueOf picks the value among the texts of one object.
func valueOf(object []member) (member, bool) {
	for _, key := range valueKeys() {
		for _, m := range object {
			if m.text != "" && strings.EqualFold(m.key, key) {
				return m, true
			}
		}
	}
	for _, has := range []func(string) bool{isHexValue, isValue, isMask} {
		var found []member
		for _, m := range object {
			if has(m.text) && !slices.Contains(tokenFields(), m.key) {
				found = append(found, m)
			}
		}
		if len(found) == 1 {
			return found[0], true
		}
	}
	return member{}, false
}

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

// conceal keeps the values in an answer out of errors and traces: the excerpt
// of a body that is not JSON, and whatever the service says later.
func (c *Client) conceal(body []byte) {
	const window = 4 << 10 // more than an excerpt shows
	const shortest = 16    // below it a word like "deleted" would be taken for a value
	all, ok := members(body)
	if !ok {
		c.secrets.Add(values(string(body[:min(len(body), window)]))...)
	}
	for _, m := range all {
		if m.reveals() && len(m.text) >= shortest {
			c.secrets.Add(m.text)
			c.secrets.Add(values(m.text)...)
		}
	}
}

// member is one text in a JSON document.
type member struct {
	place
	text       string
	start, end int // where it stands in the document, with its quotes
}

// place is an object or a list, and where in it the reading is.
type place struct {
	object int    // the number of the object, from 1 in reading order; 0 = none
	key    string // a list has the key that it stands under
}

// members reads every text of a document, at any depth, in order; ok is false
// when the document is not JSON.
func members(raw json.RawMessage) (all []member, ok bool) {
	if !json.Valid(raw) {
		return nil, false
	}
	// As lenient as encoding/json, which decides what is JSON elsewhere.
	d := jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	objects := 0
	open := []place{{}}
	for d.InputOffset() == 0 || d.StackDepth() > 0 {
		before := int(d.InputOffset())
		token, err := d.ReadToken()
		if err != nil {
			return nil, false
		}
		here := &open[len(open)-1]
		switch token.Kind() {
		case '{':
			objects++
			open = append(open, place{object: objects})
		case '[':
			open = append(open, *here)
		case '}', ']':
			open = open[:len(open)-1]
		case '"':
			text := token.String()
			if kind, n := d.StackIndex(d.StackDepth()); kind == '{' && n%2 == 1 {
				here.key = text
				continue
			}
			start := before + bytes.IndexByte(raw[before:], '"') // behind blanks, a colon or a comma
			all = append(all, member{*here, text, start, int(d.InputOffset())})
		}
	}
	return all, true
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

func isHexValue(s string) bool {
	return len(s) == valueLength && strings.Trim(s, "0123456789abcdef") == ""
}

func isValue(s string) bool {
	return len(s) == valueLength && !strings.ContainsFunc(s, notAlphanumeric)
}

// isMask asks for the three parts: other texts may begin with tk. as well.
func isMask(s string) bool {
	return strings.HasPrefix(s, maskedPrefix) && strings.Count(s, ".") == 2
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
