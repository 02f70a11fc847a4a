package secret

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// TokenKey says for whom a token was issued. The context is not part of it:
// two contexts with the same account share a token.
type TokenKey struct {
	Provider    string
	Place       string // whole base URL, normalised: a path is another customer's on some hosts
	User        string
	Application string // "" if the provider has none
}

// fileName hides who signs in where; the length before each part keeps two
// keys apart whose parts run together to the same text.
func (k TokenKey) fileName() string {
	hash := sha256.New()
	hash.Write([]byte("base URL")) // earlier files were of a whole host
	for _, part := range []string{k.Provider, k.Place, k.User, k.Application} {
		length := len(part)
		hash.Write([]byte{byte(length >> 24), byte(length >> 16), byte(length >> 8), byte(length)})
		hash.Write([]byte(part))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16]) + ".json"
}

// Token is what signing in gave. Like a Value it does not show itself.
type Token struct {
	Value
	Expires  time.Time // zero if the server did not say
	PublicID string    // the server's name for it, to revoke it; may be empty
	Refresh  Value     // renews it once, even when it has expired; may be empty
}

// valid tells whether the token can be used, and will be for that long.
func (t Token) valid(now time.Time, early time.Duration) bool {
	return t.Reveal() != "" && (t.Expires.IsZero() || now.Add(early).Before(t.Expires))
}

const tokenVersion = 1

// tokenFile is the format of a cached token.
type tokenFile struct {
	Version  int        `json:"version"`
	Token    string     `json:"token"`
	Expires  *time.Time `json:"expires,omitempty"`
	PublicID string     `json:"publicId,omitempty"`
	Refresh  string     `json:"refresh,omitempty"`
}

func encodeToken(token Token) ([]byte, error) {
	stored := tokenFile{Version: tokenVersion, Token: token.Reveal(), PublicID: token.PublicID, Refresh: token.Refresh.Reveal()}
	if !token.Expires.IsZero() {
		expires := token.Expires.UTC()
		stored.Expires = &expires
	}
	return json.Marshal(stored)
}

// decodeToken's errors repeat nothing of the data.
func decodeToken(data []byte, origin string) (Token, error) {
	var stored tokenFile
	if err := json.Unmarshal(data, &stored); err != nil {
		return Token{}, errors.New("is damaged")
	}
	switch {
	case stored.Version > tokenVersion:
		return Token{}, errors.New("was written by a newer version")
	case stored.Version < tokenVersion, strings.TrimSpace(stored.Token) == "", checkText(stored.Token) != nil:
		return Token{}, errors.New("is damaged")
	}
	token := Token{Value: NewValue(stored.Token, origin), PublicID: stored.PublicID}
	if checkText(stored.Refresh) == nil && stored.Refresh != "" {
		token.Refresh = NewValue(stored.Refresh, origin)
	}
	if stored.Expires != nil {
		token.Expires = *stored.Expires
	}
	return token, nil
}
