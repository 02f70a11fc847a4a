package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/rest"
)

// TrustedDeviceFields are the fields asked for of trusted devices.
const TrustedDeviceFields = "publicId,name,user(publicId),userAgent,isCurrent,createdOn,createdOnGeoLocation(country,city)," +
	"lastLogin,lastLoginGeoLocation(country,city)"

// TrustedDevice is a device of the caller that signs in without a one-time
// password (§3.4). Its identifier is the caller's own and shown by no answer.
type TrustedDevice struct {
	PublicID             string         `json:"publicId"`
	Name                 string         `json:"name"` // the trustedDeviceName of its first sign-in
	User                 Ref            `json:"user"`
	UserAgent            string         `json:"userAgent"` // "" = null
	IsCurrent            bool           `json:"isCurrent"`
	CreatedOn            *time.Time     `json:"createdOn"`
	CreatedOnGeoLocation *TokenLocation `json:"createdOnGeoLocation"`
	LastLogin            *time.Time     `json:"lastLogin"`
	LastLoginGeoLocation *TokenLocation `json:"lastLoginGeoLocation"`
}

// TrustedDevices lists the caller's trusted devices: GET /trusted-devices
// (§3.4). No company is needed.
func (c *Client) TrustedDevices(ctx context.Context) iter.Seq2[rest.Item[TrustedDevice], error] {
	all, _ := list[TrustedDevice](ctx, c, "TrustedDeviceList", "trusted-devices", TrustedDeviceFields, nil)
	return all
}

// RevokeTrustedDevice is DELETE /trusted-devices/{publicId}: its next sign-in
// needs a one-time password again (§3.4). Tokens that it made are revoked
// apart. It is repeated after a lost answer, as RemoveUser is.
func (c *Client) RevokeTrustedDevice(id string) rest.Call[struct{}] {
	return remove(c, "TrustedDevice", rest.Path("trusted-devices", id))
}
