package shape

import (
	"slices"
	"strings"
	"unicode"
)

// Hidden stands for a name that looks like data.
const Hidden = "[name]"

// Names decide which names of members may be shown.
type Names struct {
	Known  map[string]bool   // always shown: those that the tool itself knows
	Secret func(string) bool // reports a text that holds a secret; nil = none does
	values map[string]bool   // texts of the answer at hand: a name that is one of them is data
}

// Shown is the name, or Hidden when it looks like an id, an address, a secret or
// anything else that is data and no word of a programmer.
func (n Names) Shown(name string) string {
	switch {
	case n.Secret != nil && n.Secret(name):
		return Hidden
	case n.Known[name]:
		return name
	case n.values[name] || !isWord(name):
		return Hidden
	}
	return name
}

// isWord reports a name like expires_on, ipAddress, X-Request-Id or sha256: a few
// short words of English letters.
func isWord(name string) bool {
	const longest, mostWords, mostDigits = 40, 7, 3
	name = strings.TrimLeft(name, "_$@")
	if name == "" || len(name) > longest {
		return false
	}
	bare := strings.TrimRight(name, "0123456789")
	if len(name)-len(bare) > mostDigits || bare == "" {
		return false
	}
	words := wordsOf(bare)
	if words == nil || len(words) > mostWords {
		return false
	}
	letters := 0
	for _, word := range words {
		if !pronounced(word) {
			return false
		}
		letters += len(word)
	}
	return letters >= 5*len(words)/2 || len(words) == 1
}

// wordsOf splits at _ and - and where a capital letter begins; nil = there is
// something else than letters.
func wordsOf(name string) (words []string) {
	var word []rune
	last := 'a'
	for _, r := range name + "_" {
		isUpper := r >= 'A' && r <= 'Z'
		switch {
		case r == '_' || r == '-', isUpper && unicode.IsLower(last) && len(word) > 0:
			if len(word) > 0 {
				words = append(words, strings.ToLower(string(word)))
			}
			word = word[:0]
		}
		switch {
		case r == '_' || r == '-':
		case isUpper, r >= 'a' && r <= 'z':
			word = append(word, r)
		default:
			return nil
		}
		last = r
	}
	return words
}

// pronounced reports a word that has a vowel among each five letters, or is short
// like url and jvm: random letters seldom are.
func pronounced(word string) bool {
	const longest, shortest, silent = 20, 4, 5
	if len(word) > longest {
		return false
	}
	run := 0
	for _, r := range word {
		if run++; strings.ContainsRune("aeiouy", r) {
			run = 0
		}
		if run >= silent && len(word) > shortest {
			return false
		}
	}
	return len(word) <= shortest || strings.ContainsAny(word, "aeiouy")
}

// Header is the names of an answer's headers that may be shown, in order.
func (n Names) Header(names []string) []string {
	shown := make([]string, 0, len(names))
	for _, name := range names {
		shown = append(shown, n.Shown(name))
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}
