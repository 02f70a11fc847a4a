package intrexx

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"
)

var errNoToken = errors.New("it names none")

// readToken finds the token in the answer of /auth: the whole body as the
// vendor's samples take it, or, in case a later version wraps it, a JSON string
// or an object with token or access_token (§1.2). Errors say nothing of the
// body.
func readToken(body []byte) (string, error) {
	text := bytes.TrimSpace(body)
	switch {
	case len(text) == 0:
		return "", errEmpty
	case text[0] == '<':
		return "", errWebPage
	case text[0] == '{', text[0] == '[', text[0] == '"':
		return fromJSON(text)
	}
	return bare(string(text))
}

func fromJSON(text []byte) (string, error) {
	if !json.Valid(text) {
		return "", errNotJSON
	}
	if text[0] == '"' {
		return bare(plainText(text))
	}
	for _, name := range []string{"token", "access_token"} {
		for _, m := range membersOf(text) {
			if value := plainText(m.value); m.key == name && value != "" {
				return bare(value)
			}
		}
	}
	return "", errNoToken
}

func plainText(raw json.RawMessage) string {
	var text string
	_ = json.Unmarshal(raw, &text) // anything but a string leaves ""
	return text
}

// bare refuses what cannot stand in a header.
func bare(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", errEmpty
	case strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' || r == 0x7f }):
		return "", errors.New("it has blanks, several lines or other than ASCII characters where a token was due")
	}
	return text, nil
}

// expiry is when a token ends. A JWT says so, and is not verified here: the
// server does that. A time that has passed is this machine's clock or the
// server's going wrong, and one far ahead is no time at all: then, and for any
// other token, the documented hour is taken.
func expiry(token string, now time.Time) time.Time {
	const farthest = 366 * 24 * time.Hour
	if end, ok := expiryOf(token); ok && end.After(now) && end.Before(now.Add(farthest)) {
		return end
	}
	return now.Add(TokenLife).UTC().Truncate(time.Second)
}

func expiryOf(token string) (time.Time, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}, false
	}
	var claims struct {
		Expires float64 `json:"exp"` // seconds since 1970
	}
	const most = 1 << 40
	if json.Unmarshal(payload, &claims) != nil || claims.Expires <= 0 || claims.Expires > most {
		return time.Time{}, false
	}
	return time.Unix(int64(claims.Expires), 0).UTC(), true
}
