package terminal

import "testing"

func TestLinesAreBrokenBetweenWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"short":                      "short",
		"  one two three four five":  "  one two three\n  four five",
		"  name of it or that: ":     "  name of it or\n  that: ",
		"/a/path/that/is/too/long/x": "/a/path/that/is/too/long/x",
		"see /a/path/that/is/too/l":  "see\n/a/path/that/is/too/l",
		"名前名前名前 名前名前":                "名前名前名前\n名前名前",
	} {
		if got := wrap(text, 18); got != want {
			t.Errorf("%q is broken into %q", text, got)
		}
	}
}
