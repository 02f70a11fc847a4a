package devotokens

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"unictl/internal/rest"
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
	Scopes           spaced  `json:"scopes" sent:"sometimes"` // the name in requests
	Owner            string  `json:"owner"`
	User             string  `json:"user"`
	Audience         spaced  `json:"audience"`
	TokenType        string  `json:"token_type"`
	Active           bool    `json:"active"`
	Expiration       instant `json:"expiration" sent:"sometimes"` // how "never" is written is not public
	Account          string  `json:"account"`
	Created          instant `json:"created"`
	Updated          instant `json:"updated"`
	ExpiresInSeconds seconds `json:"expires_in_seconds" sent:"sometimes"`
	_                any     `unread:"token,access_token,value"` // the value: which of them it is, is not public
}

// UnmarshalJSON reads an id that is a number or a text, times with +0000, lists
// that are one text or many, and passes over whatever it does not know.
func (t *Token) UnmarshalJSON(data []byte) error {
	var w tokenWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	t.of(w)
	return nil
}

// ReadAs names the type whose members are read.
func (Token) ReadAs() any { return tokenWire{} }

// UnmarshalOdd reads what can be read, see rest.Tolerate.
func (t *Token) UnmarshalOdd(data []byte, err error) (rest.Odd, error) {
	var w tokenWire
	odd, err := rest.Tolerate(data, &w, err)
	if err == nil {
		t.of(w)
	}
	return odd, err
}

func (t *Token) of(w tokenWire) {
	scope := w.Scope
	if len(scope) == 0 {
		scope = w.Scopes
	}
	*t = Token{
		ID: w.ID, Name: w.Name, Scope: strings.Join(scope, " "), Owner: w.Owner, User: w.User, Audience: w.Audience,
		TokenType: w.TokenType, Active: w.Active, Expiration: w.Expiration.at, Account: w.Account,
		Created: w.Created.at, Updated: w.Updated.at, ExpiresInSeconds: w.ExpiresInSeconds.n,
	}
}

// Expired reports whether the token has run out.
func (t Token) Expired(now time.Time) bool { return t.Expiration != nil && !t.Expiration.After(now) }

// ExpiresWithin reports whether the token runs out between now and now+span;
// one that has expired already does not.
func (t Token) ExpiresWithin(now time.Time, span time.Duration) bool {
	return t.Expiration != nil && !t.Expired(now) && !t.Expiration.After(now.Add(span))
}

// Scopes are the items of Scope, e.g. table://my.app.web and level://admin
// (§2.4).
func (t Token) Scopes() []string { return strings.Fields(t.Scope) }

// HasAudience reports whether the token is for an audience, compared without
// case.
func (t Token) HasAudience(audience string) bool {
	return slices.ContainsFunc(t.Audience, func(a string) bool { return strings.EqualFold(a, audience) })
}

// ScopeContains reports whether a part of one of the scopes is text, compared
// without case.
func (t Token) ScopeContains(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(t.Scopes(), func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
}

// AllTables reports whether one of the scopes reaches over practically all
// tables: a table:// pattern in which every element stands for anything and one
// of them for any number of elements. So **, *.** and *.*.** do, also written
// with ?* for "at least one character"; *.* does not, since it ends at tables
// of two elements, nor does ??.**, which asks for a length. What level://admin
// opens is not public (§2.4), so it does not count.
func (t Token) AllTables() bool { return slices.ContainsFunc(t.Scopes(), coversAllTables) }

func coversAllTables(scope string) bool {
	const kind = "table://"
	if len(scope) <= len(kind) || !strings.EqualFold(scope[:len(kind)], kind) {
		return false
	}
	pattern := scope[len(kind):]
	for element := range strings.SplitSeq(pattern, ".") {
		stars := strings.Count(element, "*")
		questions := strings.Count(element, "?")
		if stars == 0 || questions > 1 || stars+questions != len(element) {
			return false
		}
	}
	return strings.Contains(pattern, "**")
}

// ID names a token in paths. The service's samples show numbers where its
// parameter table says string (§1.2), so both are read.
type ID string

var errOddID = errors.New("an id is neither a number nor a text")

// UnmarshalJSON reads 41, "41" and null, which is no id.
func (id *ID) UnmarshalJSON(data []byte) error {
	switch {
	case bytes.Equal(data, []byte("null")):
		*id = ""
		return nil
	case first(data) == '"':
		return json.Unmarshal(data, (*string)(id))
	case first(data) == '-' || first(data) >= '0' && first(data) <= '9':
		*id = ID(data)
		return nil
	}
	return errOddID
}

// IsID reports whether text has the form of the ids that Devo's samples show: a
// number.
func IsID(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func first(data []byte) byte {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return 0
	}
	return data[0]
}

// spaced is a list that the service writes as one text with blanks (§2.3,
// §2.4); a JSON list is read as well.
type spaced []string

func (s *spaced) UnmarshalJSON(data []byte) error {
	if first(data) == '[' {
		return json.Unmarshal(data, (*[]string)(s))
	}
	var text string // stays empty for null
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = strings.Fields(text)
	return nil
}

// seconds is a number of seconds; nil for null and for what is no number: it
// serves display alone.
type seconds struct{ n *int64 }

func (s *seconds) UnmarshalJSON(data []byte) error {
	s.n = nil
	text := string(bytes.Trim(data, `"`))
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		s.n = &n
	}
	return nil
}

// tokenFields are the documented fields of a token: none of them is its value.
func tokenFields() []string {
	return []string{
		"id", "name", "scope", "scopes", "owner", "user", "audience", "token_type", "active", "expiration",
		"account", "created", "updated", "expires_in_seconds",
	}
}

// Audiences are the documented audience ids, for completion; the service has
// more (§2.3).
func Audiences() []string { return []string{"aggregations", "alerts", "apiv2", "apiv2-admin", "http"} }
