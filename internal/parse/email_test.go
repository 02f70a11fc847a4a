package parse

import (
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEmail(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 64) + "@" + strings.Repeat("b", 185) + ".com"
	for text, want := range map[string]Address{
		"ada@example.com": "ada@example.com", "  ada@example.com\n": "ada@example.com", "Ada@Example.COM": "Ada@Example.COM",
		"a.b+c@sub.example.com": "a.b+c@sub.example.com", "jürgen@münchen.example": "jürgen@münchen.example", "o'neil@example.com": "o'neil@example.com",
		"ada@bücher.example": "ada@bücher.example", "r&d@example.com": "r&d@example.com", "иван@пример.example": "иван@пример.example",
		"ju\u0308rgen@example.com": "ju\u0308rgen@example.com", "山田@example.jp": "山田@example.jp", "ada@example": "ada@example",
		long: Address(long),
	} {
		if got, err := Email(text); err != nil || got != want {
			t.Errorf("Email(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	for text, why := range map[string]string{
		"": "is needed", " ": "is needed", "ada": "before and after an @", "@example.com": "before and after an @", "ada@": "before and after an @",
		"ada @example.com": "has a blank", "ada@example.com bob@example.com": "has a blank", "ada\t@example.com": "has a blank",
		"ada\u00a0@example.com": "has a blank", "ada\u200b@example.com": "invisible character", "ada@exam\x00ple.com": "invisible character",
		"Ada<ada@example.com>": "is not an e-mail address", "a@b@example.com": "is not an e-mail address", "ada@example..com": "is not an e-mail address",
		".ada@example.com": "is not an e-mail address", "ada@example.com,": "is not an e-mail address", `"ada"@example.com`: "is not an e-mail address",
		"jack.o\u2019neil@example.com": "the straight ' is meant", "o`neil@example.com": "the straight ' is meant", "jean\u2013luc@example.com": "the plain hyphen - is meant",
		"'ada@example.com": "begins with = or '", "=bob@example.com": "begins with = or '", "ada'@example.com": "take the mark away", "*ada@example.com": "is no part of an address",
		"ada@example.com/": "is no part of a domain", "bob@example.com'": "is no part of a domain", "carl@example.com\u2026": "special form",
		"dora@example.com&nbsp": "is no part of a domain", "erik@exam\u2013ple.com": "is no part of a domain", "ada@exam_ple.com": "no domain that can exist",
		"\u0430da@example.com": "mixes Cyrillic and Latin", "ada@ex\u0430mple.com": "mixes Latin and Cyrillic", "\u03bfla@example.com": "mixes Greek and Latin",
		"\uff41da@example.com": "special form", "ada@-example.com": "no domain that can exist", "ada@xn--a.example": "no domain that can exist",
		strings.Repeat("a", 65) + "@example.com": "part before the @ is 65 characters", long + "x": "is 255 characters long, at most 254",
	} {
		got, err := Email(text)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("Email(%q) = %q, %v, want %q", text, got, err, why)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	ada := Address("Ada@Example.com")
	if !ada.Equal("ada@example.COM") || ada.Equal("bob@example.com") || ada.Key() != "ada@example.com" || ada.String() != "Ada@Example.com" {
		t.Errorf("%q compares wrongly", ada)
	}
	if Address("ada@gmailcom").Warning() == "" || Address("ada@123").Warning() == "" {
		t.Error("a domain without a dot is to be warned of")
	}
	if ada.Warning() == "" || Address("ada@example.com").Warning() != "" {
		t.Error("upper case is to be warned of, and only that")
	}
	one, two := Address("j\u00fcrgen@example.com"), Address("ju\u0308rgen@example.com")
	if one.Key() != two.Key() || !one.Equal(two.String()) || one.Warning() != "" || two.Warning() == "" {
		t.Errorf("%q and %q look the same, and the second is odd: %q, %q", one, two, one.Warning(), two.Warning())
	}
}

func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"ada@example.com", " Ada@Example.COM ", "a@b", "@", "a b@c", "ü@ü", "a@[127.0.0.1]", "\"a\"@b", "a\x00@b", "a@b\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address, err := Email(text)
		if err != nil {
			return
		}
		if again, err := Email(string(address)); err != nil || again != address {
			t.Fatalf("Email(%q) = %q, and of that %q, %v", text, address, again, err)
		}
		if parsed, err := mail.ParseAddress(string(address)); err != nil || parsed.Address != string(address) {
			t.Fatalf("Email(%q) = %q, to the mail package %v, %v", text, address, parsed, err)
		}
		if strings.ContainsAny(string(address), " \t\r\n<>,;") || !utf8.ValidString(string(address)) || strings.Count(string(address), "@") != 1 {
			t.Fatalf("Email(%q) = %q", text, address)
		}
	})
}
