package document

import (
	"encoding/json"
	"testing"
)

// The halves of surrogate pairs and bytes that are not UTF-8 mean what they mean
// to encoding/json, and are sent back as they came.
func TestOddStringsAreReadAsByEncodingJSON(t *testing.T) {
	for _, raw := range []string{
		`""`, `"a\"\\\/\b\f\n\r\tü\u00fc"`, `"\ud83d\ude00"`, `"\ud800"`, `"\udc00x"`, `"\ud800\u0061"`, `"\ud800\ud800\udc00"`,
		`"\ud800\n"`, "\"\xff\"", "\"a\xe2\x82\"", "\"\xed\xa0\x80\"", "\"\u2028\x7f\"",
	} {
		var want string
		if err := json.Unmarshal([]byte(raw), &want); err != nil {
			t.Fatal(err)
		}
		if got := unquote([]byte(raw)); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
		document := `{` + raw + `:[` + raw + `]}`
		if got := string(lenient([]byte(document)).json()); got != document {
			t.Errorf("%s came back as %s", document, got)
		}
	}
}
