package document

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// What is a secret, for all that is shown, refused on a command line, or kept
// out of traces: a text, never a number, a boolean, null or the empty string,
//
//   - that is the value of a member with the name of a secret (SecretKey), in a
//     list too, or stands anywhere below an object of such a name;
//   - or that carries one, whatever its name: a password in the user part of a
//     URL, or in a connection string such as "Server=db;Password=x", "password: x",
//     what follows "Bearer", or a long token.
//
// A text that carries a secret is one as a whole, so that it can be put back as
// a whole: see Unmask.

// secretWords stand in the names of secrets, in English and, since units show
// that names may be, in German.
const secretWords = `password passwd pwd passphrase passcode passwort kennwort
	secret token credential authorization apikey privatekey accesskey licensekey licencekey encryptionkey
	signingkey sharedkey masterkey bindpw rootpw userpw adminpw`

// shortWords are secrets where a name ends in one: "bypass" and "pwm" do not.
const shortWords = `pass pw`

// aboutWords behind the last secret word of a name say that the value only
// speaks of the secret, as in token_endpoint and password_expires_days.
const aboutWords = `endpoint url uri policy type length days required enabled lifetime validity expires expiry
	expiration expireson expiresat expired count total used status state algorithm history rules
	changed changedat changedon createdat createdon updatedat`

// SecretKey tells whether a name is that of a secret, in any case and with or
// without dashes, underscores and dots: clientSecret, API-KEY, bindPW.
func SecretKey(name string) bool {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	end := -1
	for _, word := range strings.Fields(secretWords) {
		if at := strings.LastIndex(letters, word); at >= 0 {
			end = max(end, at+len(word))
		}
	}
	if end < 0 {
		return slices.Contains(strings.Fields(shortWords), lastWord(name))
	}
	return !slices.ContainsFunc(strings.Fields(aboutWords), func(word string) bool { return strings.HasSuffix(letters[end:], word) })
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

// carriesSecret tells whether a text has a password in it, by the rule of MaskText.
func carriesSecret(s string) bool {
	if strings.Contains(s, ":") && maskNamed(s) != s || maskWords(s) != s || maskFields(s) != s {
		return true
	}
	for rest := s; ; {
		_, after, found := strings.Cut(rest, "://")
		if !found {
			break
		}
		authority, _, _ := strings.Cut(after, "/")
		if at := strings.LastIndexByte(authority, '@'); at > 0 {
			if _, password, _ := strings.Cut(authority[:at], ":"); password != "" {
				return true
			}
		}
		rest = after
	}
	for rest := s; ; {
		key, after, found := strings.Cut(rest, "=")
		if !found {
			return false
		}
		key = strings.TrimRight(key, " \t")
		key = key[strings.LastIndexAny(key, ";&?, \t\n{")+1:]
		after = strings.TrimLeft(after, " \t")
		if after != "" && !strings.ContainsAny(after[:1], ";&, \t\n=") && SecretKey(key) {
			return true
		}
		rest = after
	}
}

// Masked stands in the place of a value that is not shown.
const Masked = "[redacted]"

// Mask gives the document with Masked in the place of secrets. A text that is no
// JSON becomes Masked as a whole.
func Mask(raw json.RawMessage) json.RawMessage {
	return hide(raw, false)
}

// MaskAll is Mask for a document that is nothing but a secret, whatever its
// members are called: every string is replaced too.
func MaskAll(raw json.RawMessage) json.RawMessage {
	return hide(raw, true)
}

// SecretValues lists what Mask hides, as text, so that it can be redacted where
// else it appears. A text that is no JSON has none.
func SecretValues(raw json.RawMessage) []string {
	n, err := parse("", raw)
	if err != nil || n == nil {
		return nil
	}
	var values []string
	n.secrets(false, func(secret *node) { values = append(values, unquote(secret.raw)) })
	return values
}

// Mask is the difference with secrets replaced as Mask replaces them in the
// documents.
func (d Difference) Mask() Difference {
	within := slices.ContainsFunc(splitPath(d.Path), SecretKey)
	return Difference{Path: d.Path, From: hide(d.From, within), To: hide(d.To, within)}
}

func hide(raw json.RawMessage, within bool) json.RawMessage {
	n, err := parse("", raw)
	if err != nil {
		return newText(Masked).json()
	}
	if n == nil {
		return nil
	}
	n.secrets(within, func(secret *node) { *secret = *newText(Masked) })
	return n.json()
}

// secrets calls found for each value to hide; within says that n stands below
// the name of a secret. Repeated members count, the last and the others.
func (n *node) secrets(within bool, found func(*node)) {
	for _, m := range n.members {
		m.value.secrets(within || SecretKey(m.name), found)
	}
	for _, e := range n.elements {
		e.secrets(within, found)
	}
	if n.kind == text && !n.shows() && (within || carriesSecret(unquote(n.raw))) {
		found(n)
	}
}

// shows tells whether a string gives nothing away.
func (n *node) shows() bool {
	return bytes.Equal(n.raw, []byte(`""`)) || n.masked()
}

// masked tells whether a value is Masked, however it is spelled.
func (n *node) masked() bool { return n.kind == text && unquote(n.raw) == Masked }
