package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/rest"
)

// UserZoneGrantFields are the fields asked for of UserZoneGrants. A zone is opened
// whole: its members depend on its type.
const UserZoneGrantFields = "user(publicId),zone.*,startsOn,expiresOn,grants"

// UserZoneGrant is what a user may do in a zone, as the service works it out of
// memberships and roles (§6.8).
type UserZoneGrant struct {
	User      Reference  `json:"user"`
	Zone      Zone       `json:"zone"`
	StartsOn  *time.Time `json:"startsOn"`  // nil = null
	ExpiresOn *time.Time `json:"expiresOn"` // nil = null: for good
	Grants    []string   `json:"grants"`
}

// Zone is where grants hold. The types are c, g, s and a; what the letters stand for
// is not public (§6.8).
type Zone struct {
	Type     string `json:"type"`
	PublicID string `json:"publicId"` // "" = null, and for the type c
}

// UserZoneGrants lists what users may do: GET /user-zone-grants (§6.8).
func (c *Client) UserZoneGrants(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[UserZoneGrant], error] {
	return list[UserZoneGrant](ctx, c, "UserZoneGrantsList", "user-zone-grants", UserZoneGrantFields, filters...)
}
