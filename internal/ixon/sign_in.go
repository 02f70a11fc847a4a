package ixon

import (
	"encoding/base64"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// The shortest and longest life of an access token in seconds (§3.1).
const (
	MinExpiresIn = 60
	MaxExpiresIn = 60 * 24 * 60 * 60
)

// ExpiresIn is the life of a token as AccessTokenCreate takes it. A life that
// is too short or too long (§3.1) is a *rest.Error of kind BadInput.
func ExpiresIn(life time.Duration) (seconds int, err error) {
	if life < MinExpiresIn*time.Second || life > MaxExpiresIn*time.Second {
		return 0, badInput("a token lives from one minute to 60 days", "it looks like 12h or 30d")
	}
	return int(life / time.Second), nil
}

// AccessTokenCreate says what token SignIn asks for (§3.1).
type AccessTokenCreate struct {
	ExpiresIn         int         `json:"expiresIn"`                   // seconds, MinExpiresIn to MaxExpiresIn
	TrustedDeviceName string      `json:"trustedDeviceName,omitempty"` // 1 to 255 characters
	Scope             *TokenScope `json:"scope,omitempty"`             // nil = all that the person may do
	// DeviceIdentifier is a UUID of the caller's own making, see NewDeviceID:
	// with TrustedDeviceName at a sign-in with a one-time password it saves the
	// one-time password at later ones (§3.4). Sent as a header, and to be kept
	// like a secret, since it stands in for the second factor.
	DeviceIdentifier string `json:"-"`
}

// SignIn makes an access token: POST /access-tokens with the person's
// credentials (§3.1). otp is empty for accounts without a second factor and for
// a trusted device; see NeedsCode, WrongCode and TooManyTries for what the
// service says to it otherwise. No company is needed. The answer as received
// (Call.Send) carries the token in clear.
func (c *Client) SignIn(email, otp, password string, create AccessTokenCreate) rest.Call[AccessToken] {
	basic := base64.StdEncoding.EncodeToString([]byte(email + ":" + otp + ":" + password))
	c.secrets.Add(basic, otp, password, create.DeviceIdentifier)
	r := c.operation(rest.Request{
		Name: "AccessTokenList", Method: http.MethodPost, Path: "access-tokens",
		Query: []rest.Param{{Name: "fields", Value: SignInFields}},
		Body:  encode(create), // the secrets are in a header
	})
	r.Header = r.Header.Clone()
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
