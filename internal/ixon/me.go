package ixon

import (
	"time"

	"unictl/internal/rest"
)

// MeFields are the fields asked for of the caller's own account.
const MeFields = "publicId,type,name,emailAddress,support,registeredOn,lastSeenOn,hasPassword,externallyManaged," +
	"language,timeZone,otpAuth(required,type,registeredOn)"

// Me is the account that the credential belongs to (§6.2).
type Me struct {
	PublicID          string     `json:"publicId"`
	Type              string     `json:"type"` // Person or ServiceAccount
	Name              string     `json:"name"`
	EmailAddress      string     `json:"emailAddress"` // "" = null
	Support           bool       `json:"support"`
	RegisteredOn      *time.Time `json:"registeredOn"`
	LastSeenOn        *time.Time `json:"lastSeenOn"`
	HasPassword       bool       `json:"hasPassword"`
	ExternallyManaged bool       `json:"externallyManaged"`
	Language          string     `json:"language"` // two letters
	TimeZone          string     `json:"timeZone"` // "" = null
	OTPAuth           OTPAuth    `json:"otpAuth"`
}

// OTPAuth is the state of someone's second factor (§6.2).
type OTPAuth struct {
	Required     bool       `json:"required"`
	Type         string     `json:"type"` // app or sms, "" = null: none
	RegisteredOn *time.Time `json:"registeredOn"`
}

// Me is GET /users/me: no company is needed (§6.2).
func (c *Client) Me() rest.Call[rest.Item[Me]] { return get[Me](c, "MyUser", "users/me", MeFields) }
