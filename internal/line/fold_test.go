package line_test

import (
	"testing"

	"unictl/internal/line"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " \t\r\n ": "", "a": "a",
		" wrong\n\n  password\t":    "wrong password",
		"a\x1b[31mb\x00\a":          "a[31mb",
		"caf\u00e9\u00a0d\u202eone": "café done",
		"a\xffb":                    "a?b",
		"two\u2028lines":            "two lines",
		"a\u200bd\u3164a":           "ada",
	} {
		if got := line.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}
