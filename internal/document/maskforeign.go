package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is a secret in a text that is no document: see MaskText.

// talk are words that speak of a secret where its value would stand: a refusal
// such as "password: must not be blank" is shown.
const talk = `must should is was has have may can cannot could does do did not no too required invalid missing empty blank wrong
	expired incorrect mandatory null unknown size length at contains
	two factor authentication authorization credentials login
	muss darf ist war fehlt kann nicht kein keine zu ungültig leer falsch abgelaufen erforderlich`

// speaks tells whether what follows the name of a secret is a sentence about it:
// one of its first three words says so.
func speaks(value string) bool {
	words := strings.Fields(value)
	return slices.ContainsFunc(words[:min(len(words), 3)], func(word string) bool {
		return slices.Contains(strings.Fields(talk), strings.ToLower(strings.Trim(word, `.,;:!"'()`)))
	})
}

// maskWords hides what is a secret by its own form: what follows the name of a way
// to sign in, and long tokens.
func maskWords(s string) string {
	var b strings.Builder
	scheme := false
	for s != "" {
		at := strings.IndexFunc(s, partOfToken)
		if at < 0 {
			at = len(s)
		}
		b.WriteString(s[:at])
		scheme = scheme && strings.Trim(s[:at], " \t") == ""
		word := s[at:]
		if end := strings.IndexFunc(word, func(r rune) bool { return !partOfToken(r) }); end >= 0 {
			word = word[:end]
		}
		s = s[at+len(word):]
		if scheme && !plain(word) || longToken(word) {
			b.WriteString(Masked)
		} else {
			b.WriteString(word)
		}
		scheme = slices.Contains([]string{"bearer", "basic", "negotiate"}, strings.ToLower(word))
	}
	return b.String()
}

func partOfToken(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_+/=.~", r))
}

// plain tells whether a word is one of a language: a few letters, as in "bearer
// token".
func plain(word string) bool {
	word = strings.TrimRight(word, ".")
	return len(word) < 16 && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 &&
		(word == "" || strings.ToLower(word[1:]) == word[1:] || strings.ToUpper(word) == word)
}

// longToken tells whether a word is a JSON web token, or forty signs and more of
// capital and small letters and digits. Ids, which have one kind of letters, are
// shown, and so are paths.
func longToken(word string) bool {
	if strings.HasPrefix(word, "eyJ") && strings.Count(word, ".") == 2 && len(word) >= 20 {
		return true
	}
	has := func(from, to rune) bool {
		return strings.IndexFunc(word, func(r rune) bool { return from <= r && r <= to }) >= 0
	}
	return len(word) >= 40 && !strings.ContainsAny(word, "/.") && has('a', 'z') && has('A', 'Z') && has('0', '9')
}

// maskFields hides what stands in the fields of a web page: of passwords, hidden
// ones, and those with the name of a secret.
func maskFields(s string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			return b.String() + s
		}
		end := at + 1 + strings.IndexByte(s[at+1:], '>')
		if end == at {
			end = len(s)
		}
		b.WriteString(s[:at] + maskTag(s[at:end]))
		s = s[end:]
	}
}

// maskTag is a tag without the value of its field, if that is a secret.
func maskTag(tag string) string {
	kind := strings.ToLower(tag)
	if !slices.ContainsFunc([]string{"<input", "<meta", "<param", "<property"}, func(start string) bool { return strings.HasPrefix(kind, start) }) {
		return tag
	}
	attribute := func(name string) string {
		start, end := attributeIn(tag, name)
		return tag[start:end]
	}
	switch strings.ToLower(attribute("type")) {
	case "password", "hidden":
	default:
		if !slices.ContainsFunc([]string{"name", "id", "key"}, func(name string) bool { return SecretKey(attribute(name)) }) {
			return tag
		}
	}
	for _, name := range []string{"value", "content"} {
		if start, end := attributeIn(tag, name); end > start {
			tag = tag[:start] + Masked + tag[end:]
		}
	}
	return tag
}

// attributeIn is where the value of an attribute begins and ends; an empty place
// where there is none.
func attributeIn(tag, name string) (start, end int) {
	lower := asciiLower(tag)
	for from := 0; ; {
		at := strings.Index(lower[from:], name)
		if at < 0 {
			return 0, 0
		}
		at += from
		from = at + len(name)
		rest := strings.TrimLeft(tag[from:], " \t\r\n")
		if !strings.ContainsAny(tag[at-1:at], " \t\r\n\"'/") || !strings.HasPrefix(rest, "=") {
			continue
		}
		value := strings.TrimLeft(rest[1:], " \t\r\n")
		for _, quote := range strings.Fields(quotes) {
			if inner, quoted := strings.CutPrefix(value, quote); quoted {
				start = len(tag) - len(inner)
				if length := strings.Index(inner, quote); length >= 0 {
					return start, start + length
				}
				return start, len(tag)
			}
		}
		start = len(tag) - len(value)
		if length := strings.IndexAny(value, " \t\r\n"); length >= 0 {
			return start, start + length
		}
		return start, len(tag)
	}
}

// asciiLower keeps the places of all bytes.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}
