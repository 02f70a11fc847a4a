package document

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// CheckMasks refuses a body that would write a mask over the real value, current
// being what the service shows: stars, dots or a word like [redacted] that are
// sent back as they were read, or that stand under the name of a secret whoever
// wrote them. A part of a text counts only in a secret that is sent back. The
// error is a *PathError; nil bodies and such as are no JSON have none.
func CheckMasks(body, current json.RawMessage) error {
	to, err := parse("", body)
	if err != nil || to == nil {
		return nil
	}
	from, err := parse("", current)
	if err != nil {
		from = nil
	}
	return to.checkMasks(nil, from, false)
}

func (n *node) checkMasks(path []string, from *node, within bool) error {
	for i, e := range n.elements {
		if err := e.checkMasks(below(path, strconv.Itoa(i)), from.element(i), within); err != nil {
			return err
		}
	}
	for m := range n.live() {
		if err := m.value.checkMasks(below(path, m.name), from.member(m.name), within || SecretKey(m.name)); err != nil {
			return err
		}
	}
	if n.kind != text {
		return nil
	}
	value, back := unquote(n.raw), same(n, from)
	if isMask(value) && (within || back) || back && (within || carriesSecret(value)) && partlyMasked(value) {
		return &PathError{Path: JoinPath(path), Message: "holds a mask, as services show it in the place of a secret: it would overwrite the real value",
			Hint: "give the real value in a document, with --body FILE or - for standard input"}
	}
	return nil
}

// maskRunes are what masks are made of.
const maskRunes = "*•●∗＊⁎█"

// isMask tells whether a text is nothing but a mask: three stars or dots at
// least, or a word that says so, in brackets or between stars.
func isMask(s string) bool {
	core := strings.Trim(s, maskRunes+"[]<>(){} ")
	if core == "" {
		return partlyMasked(s)
	}
	words := []string{"redacted", "masked", "hidden"}
	return core != s && slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(core, word) })
}

// partlyMasked tells whether three stars or dots stand side by side.
func partlyMasked(s string) bool {
	run := 0
	for _, r := range s {
		if !strings.ContainsRune(maskRunes, r) {
			run = 0
		} else if run++; run == 3 {
			return true
		}
	}
	return false
}

// MaskText is a foreign text, JSON or not, a page, or a sentence, without the
// values that follow the names of secrets or stand in fields for them, without
// passwords in addresses, and without long tokens. A text of JSON that holds one is
// hidden as a whole, as in a document.
func MaskText(s string) string {
	if n, err := parse("", []byte(s)); err == nil && n != nil && (n.kind == object || n.kind == list) {
		return string(Mask(json.RawMessage(s)))
	}
	return maskWords(maskNamed(maskFields(s)))
}

// maskNamed hides what follows the names of secrets, and passwords in addresses.
func maskNamed(s string) string {
	var b strings.Builder
	shown := 0
	for at := 0; ; {
		i := strings.IndexAny(s[at:], "=:>")
		if i < 0 {
			return b.String() + s[shown:]
		}
		start, end := secretAfter(s, at+i)
		if at = end; end > start && s[start:end] != Masked {
			b.WriteString(s[shown:start] + Masked)
			shown = end
		}
	}
}

// quotes are how a quoted text begins and ends: in JSON, in JSON that is itself a
// text, and in a web page.
const quotes = `" ' \" &quot; &#34; &#39; &apos;`

// secretAfter is where the secret begins and ends that follows the sign at i; an
// empty place where to go on when there is none.
func secretAfter(s string, i int) (start, end int) {
	if after, found := strings.CutPrefix(s[i:], "://"); found {
		authority := after[:len(after)-len(strings.TrimLeftFunc(after, func(r rune) bool { return !strings.ContainsRune("/ \t\r\n\"'<>", r) }))]
		user := authority[:max(strings.LastIndexByte(authority, '@'), 0)]
		if name, password, found := strings.Cut(user, ":"); found {
			start = i + len("://") + len(name) + 1
			return start, start + len(password)
		}
		return i + len("://"), i + len("://")
	}
	value := strings.TrimLeft(s[i+1:], " \t")
	start = len(s) - len(value)
	if !SecretKey(nameBefore(s, i)) || value == "" {
		return i + 1, i + 1
	}
	ends := ";&, \t\r\n<>}\"'"
	switch s[i] {
	case ':': // as in a header
		ends = "\r\n<>,;}"
	case '>': // an element of XML
		ends = "<"
	}
	end = strings.IndexAny(value, ends)
	if s[i] == ':' && speaks(value[:max(end, 0)]) || end < 0 && s[i] == ':' && speaks(value) {
		return i + 1, i + 1
	}
	for _, quote := range strings.Fields(quotes) {
		if after, quoted := strings.CutPrefix(value, quote); quoted && s[i] != '>' {
			start += len(quote)
			value, end = after, strings.Index(after, quote)
			break
		}
	}
	if end < 0 {
		end = len(value)
	}
	return start, start + end
}

// nameBefore is the name whose value begins behind the sign at i; "" = none.
func nameBefore(s string, i int) string {
	if s[i] == '>' {
		tag, _, _ := strings.Cut(s[strings.LastIndexAny(s[:i], "<>")+1:i], " ")
		if strings.HasPrefix(tag, "/") || s[:i] == tag {
			return ""
		}
		return tag
	}
	name := strings.TrimRight(s[:i], " \t")
	for _, quote := range strings.Fields(quotes) {
		name = strings.TrimSuffix(name, quote)
	}
	name = strings.TrimRight(name, " \t\\")
	return name[strings.LastIndexAny(name, "\"';&?,<>{}()[]=: \t\r\n")+1:]
}
