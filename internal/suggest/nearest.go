// Package suggest finds the word that was probably meant.
package suggest

import (
	"slices"
	"strings"
)

// Nearest gives the candidate that word was probably meant to be: the one with
// the fewest edits from it, the first one where several are as near. One edit
// is taken for a slip in a word of up to four letters, two in one of up to
// fourteen, three in a longer one; beyond that it is another word. So is one that
// begins with another letter and has a second slip: "import" is not "export". Of an
// e-mail address the part before the @ counts as the word: addresses of one company
// differ in little else. "" when there is none. Upper and lower case are the same.
func Nearest(word string, candidates []string) string {
	from := []rune(strings.ToLower(word))
	letters := len(from)
	if at := slices.Index(from, '@'); at >= 0 {
		letters = at
	}
	best, least := "", slips(letters)+1
	for _, candidate := range candidates {
		to := []rune(strings.ToLower(candidate))
		if max(len(from)-len(to), len(to)-len(from)) >= least {
			continue // each letter more or less is an edit: long lists stay cheap
		}
		if d := distance(from, to); d < least && (d < 2 || from[0] == to[0]) {
			best, least = candidate, d
		}
	}
	return best
}

// slips is how many edits a word of so many letters may be away.
func slips(letters int) int {
	switch {
	case letters <= 1:
		return 0
	case letters <= 4:
		return 1
	case letters <= 14:
		return 2
	}
	return 3
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b.
func distance(a, b []rune) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	before, previous, current := rows[0], rows[1], rows[2]
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				current[j+1] = min(current[j+1], before[j-1]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
