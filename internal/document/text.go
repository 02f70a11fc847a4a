package document

import (
	"bytes"
	"encoding/json"
)

func newText(s string) *node { return &node{kind: text, raw: quote(s)} }

// quote spells a JSON string without the escapes that only HTML needs.
func quote(s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string in memory cannot fail
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

// unquote reads a valid JSON string.
func unquote(raw []byte) string {
	var s string
	_ = json.Unmarshal(raw, &s) // checked when the document was parsed
	return s
}
