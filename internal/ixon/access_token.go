package ixon

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"unictl/internal/rest"
)

// AccessTokenFields are the fields asked for of access tokens, SignInFields
// those of a new one, TrustedDeviceFields those of trusted devices.
const (
	AccessTokenFields   = "publicId,expiresOn,created(ip,on,userAgent),geoLocation(country,city),scope.*,ssoIdentityProvider(publicId,name)"
	SignInFields        = "expiresOn,publicId,secretId,user(publicId,name,emailAddress)"
	TrustedDeviceFields = "publicId,name,user(publicId),userAgent,isCurrent,createdOn,createdOnGeoLocation(country,city)," +
		"lastLogin,lastLoginGeoLocation(country,city)"
)

// AccessToken is a sign-in of a person (§3.1, §3.2). SecretID and User are
// those of SignIn alone, the rest of what the lists show.
type AccessToken struct {
	PublicID            string        `json:"publicId"`
	ExpiresOn           *time.Time    `json:"expiresOn"`
	SecretID            rest.Secret   `json:"secretId,omitzero" sent:"sometimes"` // the bearer, given out once, 32 characters (§7)
	User                TokenUser     `json:"user" sent:"sometimes"`
	Created             TokenCreated  `json:"created"`
	GeoLocation         TokenLocation `json:"geoLocation"`
	Scope               TokenScope    `json:"scope"`
	SSOIdentityProvider Reference     `json:"ssoIdentityProvider"`
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
	return list[AccessToken](ctx, c, "AccessTokenList", "access-tokens", AccessTokenFields)
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

// The shortest and longest life of an access token in seconds (§3.1).
const (
	minExpiresIn = 60
	maxExpiresIn = 60 * 24 * 60 * 60
)

// ExpiresIn is the life of a token as AccessTokenCreate takes it. A life that
// is too short or too long (§3.1) is a *rest.Error of kind BadInput.
func ExpiresIn(life time.Duration) (seconds int, err error) {
	if life < minExpiresIn*time.Second || life > maxExpiresIn*time.Second {
		return 0, badInput("a token lives from one minute to 60 days", "it looks like 12h or 30d")
	}
	return int(life / time.Second), nil
}

// AccessTokenCreate says what token SignIn asks for (§3.1).
type AccessTokenCreate struct {
	ExpiresIn         int        `json:"expiresIn"`                   // seconds, see ExpiresIn
	TrustedDeviceName string     `json:"trustedDeviceName,omitempty"` // 1 to 255 characters
	Scope             TokenScope `json:"scope,omitzero"`              // zero = all that the person may do
	// DeviceIdentifier is a UUID of the caller's own making, see NewDeviceID:
	// with TrustedDeviceName at a sign-in with a one-time password it saves the
	// one-time password at later ones (§3.4). Sent as a header, and to be kept
	// like a secret, since it stands in for the second factor.
	DeviceIdentifier string `json:"-"`
	// Lasting says that the token itself is wanted, and not a sign-in for what
	// follows: a lost answer may leave it behind.
	Lasting bool `json:"-"`
}

// SignIn makes an access token: POST /access-tokens with the person's
// credentials (§3.1). otp is empty for accounts without a second factor and for
// a trusted device; see NeedsCode and WrongCode for what the service says to it
// otherwise. No company is needed. The answer as received (Call.Send) carries
// the token in clear.
func (c *Client) SignIn(email, otp, password string, create AccessTokenCreate) rest.Call[AccessToken] {
	basic := base64.StdEncoding.EncodeToString([]byte(email + ":" + otp + ":" + password))
	c.secrets.Add(basic, otp, password, create.DeviceIdentifier)
	r := c.operation(rest.Request{
		Name: "AccessTokenList", Method: http.MethodPost, Path: "access-tokens",
		Query: []rest.Param{{Name: "fields", Value: SignInFields}},
		Body:  encode(create), // the secrets are in a header
	})
	r.SignIn = !create.Lasting
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

// TokenScope limits a token to some operations (§3.1).
type TokenScope struct {
	Type string          `json:"type"` // unrestricted, allow or deny; "" = null
	Rels []TokenScopeRel `json:"rels,omitempty" sent:"sometimes"`
}

// TokenScopeRel is one operation by its discovery name; nil = not mentioned.
type TokenScopeRel struct {
	Rel    string `json:"rel"`
	Get    *bool  `json:"get,omitempty" sent:"sometimes"`
	Post   *bool  `json:"post,omitempty" sent:"sometimes"`
	Patch  *bool  `json:"patch,omitempty" sent:"sometimes"`
	Delete *bool  `json:"delete,omitempty" sent:"sometimes"`
	Put    *bool  `json:"put,omitempty" sent:"sometimes"`
}

var errNothingToRead = errors.New("the discovery document names nothing that can be read")

// ReadOnlyScope reads the discovery document, which is where the names of the
// operations are, and gives the scope that allows GET of each that has it, and
// nothing else (§3.1, §3.5). What the service adds later is not in it, and
// neither is signing out: such a token ends by itself, or another one revokes
// it. The call needs no credential.
func (c *Client) ReadOnlyScope() rest.Call[TokenScope] {
	return rest.NewCall(c.rest, c.operation(rest.Get("Discovery", "")), func(r *rest.Response) (TokenScope, error) {
		endpoints, err := many[Endpoint](r)
		if err != nil {
			return TokenScope{}, err
		}
		scope := TokenScope{Type: "allow", Rels: readable(endpoints)}
		if len(scope.Rels) == 0 { // a token for nothing at all
			return TokenScope{}, r.Misread(errNothingToRead)
		}
		return scope, nil
	})
}

// readable are the operations that have GET, each once, by name: one stands at
// several paths.
func readable(endpoints []Endpoint) (rels []TokenScopeRel) {
	yes := true
	for _, e := range endpoints {
		if e.Rel != "" && slices.Contains(e.Methods, http.MethodGet) {
			rels = append(rels, TokenScopeRel{Rel: e.Rel, Get: &yes})
		}
	}
	slices.SortFunc(rels, func(a, b TokenScopeRel) int { return strings.Compare(a.Rel, b.Rel) })
	return slices.CompactFunc(rels, func(a, b TokenScopeRel) bool { return a.Rel == b.Rel })
}

// TrustedDevice is a device of the caller that signs in without a one-time
// password (§3.4). Its identifier is the caller's own and shown by no answer.
type TrustedDevice struct {
	PublicID             string        `json:"publicId"`
	Name                 string        `json:"name"` // the trustedDeviceName of its first sign-in
	User                 Ref           `json:"user"`
	UserAgent            string        `json:"userAgent"` // "" = null
	IsCurrent            bool          `json:"isCurrent"`
	CreatedOn            *time.Time    `json:"createdOn"`
	CreatedOnGeoLocation TokenLocation `json:"createdOnGeoLocation"`
	LastLogin            *time.Time    `json:"lastLogin"`
	LastLoginGeoLocation TokenLocation `json:"lastLoginGeoLocation"`
}

// TrustedDevices lists the caller's trusted devices: GET /trusted-devices
// (§3.4). No company is needed.
func (c *Client) TrustedDevices(ctx context.Context) iter.Seq2[rest.Item[TrustedDevice], error] {
	return list[TrustedDevice](ctx, c, "TrustedDeviceList", "trusted-devices", TrustedDeviceFields)
}

// RevokeTrustedDevice is DELETE /trusted-devices/{publicId}: its next sign-in
// needs a one-time password again (§3.4). Tokens that it made are revoked
// apart. It is repeated after a lost answer, as RemoveUser is.
func (c *Client) RevokeTrustedDevice(id string) rest.Call[struct{}] {
	return remove(c, "TrustedDevice", rest.Path("trusted-devices", id))
}

// NewDeviceID makes the identifier of a device that is to be trusted: a random
// UUID (version 4), for AccessTokenCreate.DeviceIdentifier (§3.4).
func NewDeviceID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: the program ends first
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
