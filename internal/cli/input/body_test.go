package input

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/fault"
)

func TestBodies(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{":            "--body: it is not JSON: line 1, column 1: unexpected end of JSON input",
		"":             "--body: it is empty",
		"[1,\n2,,]":    "--body: it is not JSON: line 2, column 3: invalid character ',' looking for beginning of value",
		"a: [":         "--body: it is neither JSON nor YAML: line 1: did not find expected node content",
		"just a text":  "--body: it is neither a JSON document nor a YAML mapping or list",
		`{"a":1.50}`:   `{"a":1.50}`,
		"a: 1\nb: [x]": `{"a":1,"b":["x"]}`,
	} {
		got, err := bodyOf([]byte(text))
		if err != nil {
			got = []byte(err.Error())
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// What dates, marks and keys become in JSON.
func TestBodiesFromYAML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"on: 2026-01-31\nat: 2026-01-31T10:00:00Z\nof: [2026-02-01]": `{"at":"2026-01-31T10:00:00Z","of":["2026-02-01"],"on":"2026-01-31"}`,
		"a: &x 2026-01-31\nb: *x":                                    `{"a":"2026-01-31","b":"2026-01-31"}`,
		"\xef\xbb\xbf{\"big\": 12345678901234567890.10}":             `{"big": 12345678901234567890.10}`,
		"\xef\xbb\xbfa: 1":                                           `{"a":1}`,
		"---\na: <b>\n...\n":                                         `{"a":"<b>"}`,
		"a: yes\nb: '5'\nc: ~":                                       `{"a":"yes","b":"5","c":null}`,
		"a: 1\n---\n[":                                               "--body: it is neither JSON nor YAML: line 3: did not find expected node content",
		"1: x":                                                       "--body: it is neither a JSON document nor a YAML mapping or list",
	} {
		got, err := bodyOf([]byte(text))
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if _, err := bodyOf([]byte(strings.Repeat("[", 100_000))); !fault.Is[*fault.UsageError](err) {
		t.Errorf("deep nesting: %v", err)
	}
}
