package parse

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folded is a text as all texts share it that look the same but for letter case,
// whichever way their accents are written.
func Folded(text string) string { return strings.ToLower(norm.NFC.String(text)) }

// Text takes 1 to most characters.
func Text(most int) func(string) (string, error) {
	return func(text string) (string, error) {
		switch n := utf8.RuneCountInString(text); {
		case strings.TrimSpace(text) == "":
			return "", fmt.Errorf("it must not be empty")
		case n > most:
			return "", fmt.Errorf("it is %d characters long, at most %d are allowed", n, most)
		}
		return text, nil
	}
}

// Any takes every text as it is.
func Any(text string) (string, error) { return text, nil }

// Choice takes one of words.
func Choice(words ...string) func(string) (string, error) {
	return func(text string) (string, error) {
		if slices.Contains(words, text) {
			return text, nil
		}
		return "", fmt.Errorf("%q is not one of %s", text, strings.Join(words, ", "))
	}
}

// Language takes a two-letter code in lower case, like de.
func Language(text string) (string, error) {
	if len(text) == 2 && text[0] >= 'a' && text[0] <= 'z' && text[1] >= 'a' && text[1] <= 'z' {
		return text, nil
	}
	return "", fmt.Errorf("%q is not a language code of two lower-case letters, like en", text)
}

// Checked takes a text that check accepts.
func Checked(check func(string) error) func(string) (string, error) {
	return func(text string) (string, error) { return text, check(text) }
}

// Count takes a whole number from least on.
func Count(least int) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < least {
			return 0, fmt.Errorf("%q is not a whole number of at least %d", text, least)
		}
		return n, nil
	}
}
