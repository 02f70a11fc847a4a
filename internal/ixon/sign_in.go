package ixon

import (
	"encoding/base64"
	"net/http"

	"unictl/internal/rest"
)

// The shortest and longest life of an access token in seconds (§3.1).
const (
	MinExpiresIn = 60
	MaxExpiresIn = 60 * 24 * 60 * 60
)

// AccessTokenCreate says what token SignIn asks for (§3.1).
type AccessTokenCreate struct {
	ExpiresIn         int         `json:"expiresIn"`                   // seconds, MinExpiresIn to MaxExpiresIn
	TrustedDeviceName string      `json:"trustedDeviceName,omitempty"` // 1 to 255 characters
	Scope             *TokenScope `json:"scope,omitempty"`             // nil = all that the person may do
	// DeviceIdentifier is a UUID of the caller's own making: with
	// TrustedDeviceName at the first sign-in it saves the one-time password at
	// later ones (§3.4). Sent as a header.
	DeviceIdentifier string `json:"-"`
}

// TokenScope limits a token to some operations (§3.1).
type TokenScope struct {
	Type string          `json:"type"` // unrestricted, allow or deny
	Rels []TokenScopeRel `json:"rels,omitempty"`
}

// TokenScopeRel is one operation by its discovery name; nil = not mentioned.
type TokenScopeRel struct {
	Rel    string `json:"rel"`
	Get    *bool  `json:"get,omitempty"`
	Post   *bool  `json:"post,omitempty"`
	Patch  *bool  `json:"patch,omitempty"`
	Delete *bool  `json:"delete,omitempty"`
	Put    *bool  `json:"put,omitempty"`
}

// SignIn makes an access token: POST /access-tokens with the person's
// credentials (§3.1). otp is empty for accounts without a second factor; one
// that needs it answers with a kind of Credential. No company is needed.
func (c *Client) SignIn(email, otp, password string, create AccessTokenCreate) rest.Call[AccessToken] {
	basic := base64.StdEncoding.EncodeToString([]byte(email + ":" + otp + ":" + password))
	c.secrets.Add(basic, otp, password)
	r := c.operation(rest.Request{
		Name: "AccessTokenList", Method: http.MethodPost, Path: "access-tokens",
		Query: []rest.Param{{Name: "fields", Value: SignInFields}},
		Body:  encode(create), Sensitive: true,
	})
	r.Header[headerCredential] = []string{"Basic " + basic}
	if create.DeviceIdentifier != "" {
		r.Header[headerDevice] = []string{create.DeviceIdentifier}
	}
	return rest.NewCall(c.rest, r, func(r *rest.Response) (AccessToken, error) {
		token, err := value[AccessToken](r)
		if err == nil && token.SecretID.IsZero() {
			err = r.Misread(errNoToken)
		}
		c.secrets.Add(token.SecretID.Reveal())
		return token, err
	})
}
