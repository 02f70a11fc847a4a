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

// MaskText is an excerpt of a foreign text, JSON or not, without the values that
// follow the names of secrets, and without passwords in addresses.
func MaskText(s string) string {
	if n, err := parse("", []byte(s)); err == nil && n != nil && (n.kind == object || n.kind == list) {
		return string(Mask(json.RawMessage(s)))
	}
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "=:")
		if i < 0 {
			return b.String() + s
		}
		start, end := secretAfter(s, i)
		b.WriteString(s[:start])
		if end > start && s[start:end] != Masked {
			b.WriteString(Masked)
			start = end
		}
		s = s[start:]
	}
}

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
	name := strings.TrimRight(s[:i], "\"' \t")
	name = name[strings.LastIndexAny(name, "\"';&?,<>{}()[]=: \t\r\n")+1:]
	value := strings.TrimLeft(s[i+1:], " \t")
	start = len(s) - len(value)
	if !SecretKey(name) || value == "" {
		return i + 1, i + 1
	}
	ends := ";&, \t\r\n<>}\"'"
	switch {
	case value[0] == '"' || value[0] == '\'':
		start++
		value, ends = value[1:], value[:1]
	case s[i] == ':': // as in a header
		ends = "\r\n<>,;}"
	}
	end = strings.IndexAny(value, ends)
	if end < 0 {
		end = len(value)
	}
	return start, start + end
}
