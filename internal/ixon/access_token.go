package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/rest"
)

// AccessTokenFields are the fields asked for of access tokens, SignInFields
// those of a new one.
const (
	AccessTokenFields = "publicId,expiresOn,created(ip,on,userAgent),geoLocation(country,city),scope.*,ssoIdentityProvider(publicId,name)"
	SignInFields      = "expiresOn,publicId,secretId,user(publicId,name,emailAddress)"
)

// AccessToken is a sign-in of a person (§3.1, §3.2). SecretID and User are
// those of SignIn alone, the rest of what the lists show.
type AccessToken struct {
	PublicID            string         `json:"publicId"`
	ExpiresOn           *time.Time     `json:"expiresOn"`
	SecretID            Token          `json:"secretId,omitzero"` // the bearer, given out once
	User                *TokenUser     `json:"user"`
	Created             *TokenCreated  `json:"created"`
	GeoLocation         *TokenLocation `json:"geoLocation"`
	Scope               *TokenScope    `json:"scope"`
	SSOIdentityProvider *Reference     `json:"ssoIdentityProvider"`
}

// TokenUser is whose token it is.
type TokenUser struct {
	PublicID     string `json:"publicId"`
	Name         string `json:"name"`
	EmailAddress string `json:"emailAddress"` // "" = null
}

// TokenCreated says from where a token was made.
type TokenCreated struct {
	IP        string     `json:"ip"` // "" = null
	On        *time.Time `json:"on"`
	UserAgent string     `json:"userAgent"` // "" = null
}

// TokenLocation is where that address is believed to be.
type TokenLocation struct {
	Country string `json:"country"`
	City    string `json:"city"`
}

// AccessTokens lists the caller's own tokens: GET /access-tokens (§3.2).
func (c *Client) AccessTokens(ctx context.Context) iter.Seq2[rest.Item[AccessToken], error] {
	all, _ := list[AccessToken](ctx, c, "AccessTokenList", "access-tokens", AccessTokenFields, nil)
	return all
}

// MyAccessToken is the token in use, GET /access-tokens/me: the cheapest way to
// see that it is valid and until when (§3.2).
func (c *Client) MyAccessToken() rest.Call[rest.Item[AccessToken]] {
	return get[AccessToken](c, "MyAccessToken", "access-tokens/me", AccessTokenFields)
}

// RevokeAccessToken is DELETE /access-tokens/{publicId} (§3.2). It is repeated
// after a lost answer, as RemoveUser is.
func (c *Client) RevokeAccessToken(id string) rest.Call[struct{}] {
	return remove(c, "AccessToken", rest.Path("access-tokens", id))
}

// RevokeMyAccessToken signs out: DELETE /access-tokens/me (§3.2). Repeated
// after a lost answer it can only find the token gone: a kind of Credential may
// mean that.
func (c *Client) RevokeMyAccessToken() rest.Call[struct{}] {
	return remove(c, "MyAccessToken", "access-tokens/me")
}
