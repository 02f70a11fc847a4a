package document

import (
	"slices"
	"strings"
	"unicode"
)

// SecretKey tells whether a member of this name looks like it holds a secret:
// its name contains password, secret, token, API key and the like, in any case
// and with or without dashes, underscores and dots; or ends in the word "pass".
// What merely speaks of secrets, such as a minimum length, counts too: showing
// too little is the smaller harm.
func SecretKey(name string) bool {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	return slices.ContainsFunc(secretNames(), func(word string) bool { return strings.Contains(letters, word) }) ||
		lastWord(name) == "pass"
}

// secretNames are in English and, since units show that names may be, in German.
func secretNames() []string {
	return []string{
		"password", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort",
		"secret", "token", "credential", "apikey", "privatekey", "accesskey",
	}
}

// lastWord is the last word of snake_case, kebab-case or camelCase, so that
// "bypass" is not "pass".
func lastWord(name string) string {
	letters := []rune(name)
	start := 0
	for i, r := range letters {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			start = i + 1
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(letters[i-1]):
			start = i
		}
	}
	return strings.ToLower(string(letters[start:]))
}
