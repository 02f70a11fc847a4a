package line

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	for _, fine := range []string{
		"ada", "Zoë", "e\u0301", "李", "ada.l+x@example.com", "1111-2222", "a:b", "Two words", "a/b", "2027-01-31", "x=y", "_x", "50%",
	} {
		if !Word(fine) {
			t.Errorf("%q is refused", fine)
		}
	}
	for _, evil := range []string{
		"", " ", " a", "a ", "a  b", "-a", "@a", "=a", "~a", "+a", ":a", "/a", ",a", "%a", "\u0301a", "–a", "a–b", "’a", "a\u00a0b", "a\u200bb", "a\u202eb", "a\xffb", "a\u0085b", "$5",
	} {
		if Word(evil) {
			t.Errorf("%q is a word", evil)
		}
	}
	for r := rune(0); r < 0x80; r++ {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(" .-_@+:/,=%", r)
		if got := Word("a" + string(r) + "b"); got != plain {
			t.Errorf("%q inside: %v", r, got)
		}
	}
}

func TestInert(t *testing.T) {
	const active = "!\"#$&'()*;<>?[\\]^`{|}~"
	const want = "！＂＃＄＆＇（）＊；＜＞？［＼］＾｀｛｜｝～ a.b-c@d:e, f g ＇h＇"
	if got := Inert(active + " a.b-c@d:e, f\tg\u202e\x1b\n‘h’"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
