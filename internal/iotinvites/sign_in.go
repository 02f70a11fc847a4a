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
	Token        Token   `json:"token"`
	RefreshToken Token   `json:"refreshToken,omitzero"`
	Expires      Instant `json:"-"` // as the token says of itself; zero = it does not
}

// SignIn makes a token: POST /auth/token with exactly these two properties
// (§2). It needs no credential. A refusal is of kind Credential, for a locked
// account (403, code 2403) too. The user name is sent as it is: older servers
// compare it with its case.
func (c *Client) SignIn(user, password string) rest.Call[SignedIn] {
	c.secrets.Add(password)
	r := change("SignIn", http.MethodPost, pathToken, struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}{user, password})
	r.NoAuth, r.Sensitive = true, true
	return rest.NewCall(c.rest, r, c.signedIn)
}

// Refresh makes a new token of an old one, even an expired one, and the refresh
// token that came with it: PUT /auth/refresh (§2). The refresh token works
// once; a refusal is of kind Credential.
func (c *Client) Refresh(token, refreshToken string) rest.Call[SignedIn] {
	c.secrets.Add(token, refreshToken)
	r := change("Refresh", http.MethodPut, pathRefresh, struct {
		RefreshToken string `json:"refreshToken"`
	}{refreshToken})
	r.NoAuth, r.Sensitive, r.Header = true, true, bearing(token)
	return rest.NewCall(c.rest, r, c.signedIn)
}

// signedIn reads the answer of either call: a refreshed token is named jwt. No
// later reader of the answer finds the secrets in it.
func (c *Client) signedIn(r *rest.Response) (SignedIn, error) {
	withhold(r)
	answer, err := rest.JSON[struct {
		SignedIn
		JWT     Token `json:"jwt"`
		IDToken Token `json:"idToken"`
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
