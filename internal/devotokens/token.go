package devotokens

import (
	"encoding/json"
	"strings"
	"time"
)

// Token is a token as the service describes it (§3.4), without its value: see
// Value. An absent field is the zero value.
type Token struct {
	ID               ID
	Name             string
	Scope            string     // items separated by a blank, see Scopes
	Owner            string     // e-mail address of who made it
	User             string     // e-mail address of who may use it
	Audience         []string   // what it is for, e.g. apiv2, alerts, http (§2.3)
	TokenType        string     // "Bearer"
	Active           bool       // enabled
	Expiration       *time.Time // UTC, nil = it does not expire
	Account          string
	Created          *time.Time // UTC
	Updated          *time.Time // UTC
	ExpiresInSeconds *int64     // as the service counts it; whether it counts down is not public
}

// tokenWire is Token in the forms that the service may use: it promises to add
// fields, never to remove one, and expects lenient readers.
type tokenWire struct {
	ID               ID      `json:"id"`
	Name             string  `json:"name"`
	Scope            spaced  `json:"scope"`
	Scopes           spaced  `json:"scopes"` // the name in requests
	Owner            string  `json:"owner"`
	User             string  `json:"user"`
	Audience         spaced  `json:"audience"`
	TokenType        string  `json:"token_type"`
	Active           bool    `json:"active"`
	Expiration       instant `json:"expiration"`
	Account          string  `json:"account"`
	Created          instant `json:"created"`
	Updated          instant `json:"updated"`
	ExpiresInSeconds seconds `json:"expires_in_seconds"`
}

// UnmarshalJSON reads an id that is a number or a text, times with +0000, lists
// that are one text or many, and passes over whatever it does not know.
func (t *Token) UnmarshalJSON(data []byte) error {
	var w tokenWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	scope := w.Scope
	if len(scope) == 0 {
		scope = w.Scopes
	}
	*t = Token{
		ID: w.ID, Name: w.Name, Scope: strings.Join(scope, " "), Owner: w.Owner, User: w.User, Audience: w.Audience,
		TokenType: w.TokenType, Active: w.Active, Expiration: w.Expiration.at, Account: w.Account,
		Created: w.Created.at, Updated: w.Updated.at, ExpiresInSeconds: w.ExpiresInSeconds.n,
	}
	return nil
}

// Expired reports whether the token has run out.
func (t Token) Expired(now time.Time) bool { return t.Expiration != nil && !t.Expiration.After(now) }

// ExpiresWithin reports whether the token runs out between now and now+span;
// one that has expired already does not.
func (t Token) ExpiresWithin(now time.Time, span time.Duration) bool {
	return t.Expiration != nil && !t.Expired(now) && !t.Expiration.After(now.Add(span))
}
