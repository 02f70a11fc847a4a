package line

import (
	"strings"
	"testing"
)

func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Ada": "Ada", "a=b": "a=b", "'": "'", "'Ada": "'Ada", "''": "''", " =1": " =1", "5": "5", "ada@x.org": "ada@x.org",
		`=HYPERLINK("http://x","y")`: `'=HYPERLINK("http://x","y")`,
		"=1+1":                       "'=1+1", "@SUM(A1)": "'@SUM(A1)", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-A1": "'-A1", "\tx": "'\tx", "\r=x": "'\r=x",
		"+1+A1": "'+1+A1", "=": "'=", "@": "'@", "=5": "'=5",
		"'=x": "''=x", "''=x": "'''=x", "'-5": "''-5",
		"-5": "-5", "+3.5e10": "+3.5e10", "-1,5": "-1,5", "+49 (0)711/123-45": "+49 (0)711/123-45", "-": "-", "-2027-01-31": "-2027-01-31",
	} {
		if got := Cell(text); got != want || FromCell(got) != text {
			t.Errorf("%q: %q, and back %q; want %q", text, got, FromCell(got), want)
		}
	}
}

func FuzzCell(f *testing.F) {
	for _, seed := range []string{"", "'", "'=", "''@x", "-5", "+a", "\t", "=1|'x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := Cell(text)
		if back := FromCell(cell); back != text {
			t.Errorf("%q became %q and came back as %q", text, cell, back)
		}
		if strings.ContainsAny(cell[:min(1, len(cell))], "=@\t\r") {
			t.Errorf("%q begins as a formula", cell)
		}
	})
}
