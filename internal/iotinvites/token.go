package iotinvites

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"unictl/internal/rest"
)

const (
	pathToken     = "auth/token"
	pathTokenInfo = "auth/tokenInfo"
	pathRefresh   = "auth/refresh"
)

var errNoToken = errors.New("it has no token")

// SignedIn is what signing in gives. RefreshToken is zero on servers of kind J,
// which hand it out elsewhere.
type SignedIn struct {
	Token        rest.Secret `json:"token"`
	RefreshToken rest.Secret `json:"refreshToken,omitzero" sent:"sometimes"`
	Expires      Instant     `json:"-"` // as the token says of itself; zero = it does not
}

// SignIn makes a token: POST /auth/token with exactly these two properties
// (§2). It needs no credential. A refusal is of kind Credential, for a locked
// account (403, code 2403) too. The user name is sent as it is: older servers
// compare it with its case.
func (c *Client) SignIn(user, password string) rest.Call[SignedIn] {
	c.secrets.Add(password)
	r := request("SignIn", http.MethodPost, pathToken, struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}{user, password})
	r.NoAuth, r.SignIn, r.Sensitive = true, true, true
	return rest.NewCall(c.rest, r, c.signedIn)
}

// Refresh makes a new token of an old one, even an expired one, and the refresh
// token that came with it: PUT /auth/refresh (§2). The refresh token works
// once; a refusal is of kind Credential.
func (c *Client) Refresh(token, refreshToken string) rest.Call[SignedIn] {
	c.secrets.Add(token, refreshToken)
	r := request("Refresh", http.MethodPut, pathRefresh, struct {
		RefreshToken string `json:"refreshToken"`
	}{refreshToken})
	r.NoAuth, r.SignIn, r.Sensitive, r.Header = true, true, true, http.Header{headerCredential: {"Bearer " + token}}
	return rest.NewCall(c.rest, r, c.signedIn)
}

// signedIn reads the answer of either call: a refreshed token is named jwt. No
// later reader of the answer finds the secrets in it.
func (c *Client) signedIn(r *rest.Response) (SignedIn, error) {
	withhold(r)
	answer, err := rest.JSON[struct {
		SignedIn
		JWT     rest.Secret `json:"jwt" sent:"sometimes"`
		IDToken rest.Secret `json:"idToken" sent:"sometimes"`
	}](r)
	signed := answer.SignedIn
	if signed.Token.IsZero() {
		signed.Token = answer.JWT
	}
	c.secrets.Add(signed.Token.Reveal(), answer.JWT.Reveal(), signed.RefreshToken.Reveal(), answer.IDToken.Reveal())
	if err == nil && signed.Token.IsZero() {
		err = r.Misread(errNoToken)
	}
	signed.Expires = expiryOf(signed.Token.Reveal())
	r.Body = encode(signed)
	return signed, err
}

// withhold keeps an answer that holds a secret and is not what the contract
// says out of the error about it.
func withhold(r *rest.Response) {
	if len(bytes.TrimSpace(r.Body)) > 0 && !json.Valid(r.Body) {
		r.Body = []byte("(not shown)")
	}
}

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

// tokenInfoWire is TokenInfo as servers of either dialect write it.
type tokenInfoWire struct {
	Header  json.RawMessage `json:"header" sent:"sometimes"`
	Payload struct {
		UserID   string        `json:"sub"`
		Email    string        `json:"email" sent:"sometimes"`
		Type     string        `json:"type" sent:"sometimes"`
		Expires  lenient       `json:"exp"`
		Accounts tokenAccounts `json:"accounts"`
		_        any           `unread:"jti,iss,iat,azp,typ,aud,nbf,acr,sid,scope,auth_time,session_state"` // claims of a JWT
	} `json:"payload"`
}

// ReadAs names the type whose members are read.
func (TokenInfo) ReadAs() any { return tokenInfoWire{} }

// UnmarshalJSON reads the answer of either dialect.
func (i *TokenInfo) UnmarshalJSON(data []byte) error {
	var answer tokenInfoWire
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	p := answer.Payload
	*i = TokenInfo{
		Valid: bytes.HasPrefix(answer.Header, []byte("{")), UserID: p.UserID, Email: p.Email, Type: p.Type,
		Expires: p.Expires.Instant, Accounts: p.Accounts,
	}
	i.Dialect = J
	if !i.Valid || p.Expires.seconds || p.Expires.IsZero() && p.Email != "" {
		i.Dialect = K
	}
	return nil
}
