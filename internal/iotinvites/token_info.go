package iotinvites

import (
	"bytes"
	"encoding/json"

	"unictl/internal/rest"
)

// Dialect is a generation of the service.
type Dialect string

// The dialects. J signs tokens itself and looks rights up at each call; K has
// Keycloak sign them and reads rights from the token alone, so that a new
// account or an accepted invitation needs a new token (§2).
const (
	J Dialect = "J"
	K Dialect = "K"
)

// TokenInfo is what the service says of the token in use (§2).
type TokenInfo struct {
	// Valid: servers of kind K decode any token, forged ones too, and only leave
	// the header out of the answer where it is not valid.
	Valid    bool
	Dialect  Dialect
	UserID   string
	Email    string // "" on servers of kind J
	Type     string // "user"
	Expires  Instant
	Accounts []TokenAccount // in the service's order
}

// TokenAccount is an account that the token's user belongs to.
type TokenAccount struct {
	ID   string `json:"id"`
	Name string `json:"name"` // "" where the server does not say, or no longer knows the account
	Role string `json:"role"` // RoleAdmin or RoleUser
}

// TokenInfo is GET /auth/tokenInfo (§2). A token that is not valid is an error
// of kind Credential on servers of kind J and a value that is not Valid on
// those of kind K, which also answer with nothing at all.
func (c *Client) TokenInfo() rest.Call[rest.Item[TokenInfo]] {
	return rest.NewCall(c.rest, rest.Get("TokenInfo", pathTokenInfo), func(r *rest.Response) (rest.Item[TokenInfo], error) {
		if len(bytes.TrimSpace(r.Body)) == 0 {
			return rest.Item[TokenInfo]{Value: TokenInfo{Dialect: K}, Raw: json.RawMessage("null")}, nil
		}
		return one[TokenInfo](r)
	})
}

// Role is the token's role in an account, "" for none.
func (i TokenInfo) Role(account string) string {
	for _, a := range i.Accounts {
		if a.ID == account {
			return a.Role
		}
	}
	return ""
}

// UnmarshalJSON reads the answer of either dialect.
func (i *TokenInfo) UnmarshalJSON(data []byte) error {
	var answer struct {
		Header  json.RawMessage `json:"header"`
		Payload struct {
			UserID   string        `json:"sub"`
			Email    string        `json:"email"`
			Type     string        `json:"type"`
			Expires  Instant       `json:"exp"`
			Accounts tokenAccounts `json:"accounts"`
		} `json:"payload"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	p := answer.Payload
	*i = TokenInfo{
		Valid: bytes.HasPrefix(answer.Header, []byte("{")), UserID: p.UserID, Email: p.Email, Type: p.Type,
		Expires: p.Expires, Accounts: p.Accounts,
	}
	i.Dialect = J
	if !i.Valid || p.Expires.seconds || p.Expires.IsZero() && p.Email != "" {
		i.Dialect = K
	}
	return nil
}
