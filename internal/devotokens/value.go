package devotokens

import (
	"encoding/json"
	"slices"
	"strings"
)

// maskedPrefix begins a value that the service masks: tk.<hash>.<last 5
// characters>, for everybody but the token's owner and its user (§2.1).
const maskedPrefix = "tk."

// valueKeys are the keys under which the value is looked for first: its name is
// not public (§3.4).
func valueKeys() []string { return []string{"token", "access_token", "value"} }

// Value finds the value of a token in an answer: under token, access_token or
// value; otherwise the only other text that has the form of one, 32 characters
// of hexadecimal or else of letters and digits, under a key that is no known
// field. An answer that is nothing but such a text is the value, with key "".
// masked tells that the service shows only its mask, which begins with tk.;
// found is false when there is neither. In nested answers the first object that
// has one counts.
func Value(raw json.RawMessage) (key, value string, masked, found bool) {
	all, _ := members(raw)
	for _, object := range byObject(all) {
		if m, ok := valueOf(object); ok {
			return m.key, m.text, strings.HasPrefix(m.text, maskedPrefix), true
		}
	}
	return "", "", false, false
}

// byObject puts together the texts of each object, outer ones first.
func byObject(all []member) [][]member {
	var objects [][]member
	for _, m := range all {
		for len(objects) <= m.object {
			objects = append(objects, nil)
		}
		objects[m.object] = append(objects[m.object], m)
	}
	return objects
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

const valueLength = 32 // characters, hexadecimal by one page and alphanumeric by another (§4)

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
