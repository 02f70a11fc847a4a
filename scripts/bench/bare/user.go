package main

import "time"

// user is one row, decoded as far as unictl decodes it.
type user struct {
	PublicID        string       `json:"publicId"`
	Type            string       `json:"type"`
	Name            string       `json:"name"`
	EmailAddress    string       `json:"emailAddress"`
	Support         bool         `json:"support"`
	RegisteredOn    *time.Time   `json:"registeredOn"`
	LastSeenOn      *time.Time   `json:"lastSeenOn"`
	RegisteredBy    *reference   `json:"registeredBy"`
	Memberships     []membership `json:"memberships"`
	APIApplications []reference  `json:"apiApplications"`
	OTPAuthRequired bool         `json:"otpauthRequired"`
}

type membership struct {
	PublicID  string     `json:"publicId"`
	ExpiresOn *time.Time `json:"expiresOn"`
	Group     *reference `json:"group"`
	Role      *reference `json:"role"`
}

type reference struct {
	PublicID  string `json:"publicId"`
	Name      string `json:"name"`
	Reference *struct {
		Name string `json:"name"`
	} `json:"reference"`
}
