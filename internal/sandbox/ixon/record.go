package ixon

import "encoding/json"

// entity is what every stored record begins with: its publicId, which is the
// key it is stored under and therefore not repeated in the value.
type entity struct {
	ID string `json:"-"`
}

func (e *entity) identify(id string) { e.ID = id }

// user is an IXON account; companies refer to it by membership (contract §6.1).
type user struct {
	entity
	Name         string          `json:"name"`
	Email        string          `json:"mail,omitempty"`
	Service      bool            `json:"service,omitempty"`
	Support      bool            `json:"support,omitempty"`
	Registered   instant         `json:"reg,omitempty"`
	LastSeen     instant         `json:"seen,omitempty"`
	RegisteredBy string          `json:"by,omitempty"`
	OTP          string          `json:"otp,omitempty"` // "", "app" or "sms"
	SSO          bool            `json:"sso,omitempty"`
	App          string          `json:"app,omitempty"`
	Language     string          `json:"lang,omitempty"`
	Localisation string          `json:"loc,omitempty"`
	TimeZone     string          `json:"tz,omitempty"`
	Phone        string          `json:"phone,omitempty"`
	Custom       json.RawMessage `json:"custom,omitempty"`
}

// invite is a pending invitation (contract §6.3).
type invite struct {
	entity
	Email    string  `json:"mail"`
	Expires  instant `json:"exp"`
	Language string  `json:"lang,omitempty"`
	Message  string  `json:"msg,omitempty"`
	Sent     int     `json:"sent"`
}

// membership ties a user or an invite to a group, with a role (contract §6.5).
type membership struct {
	entity
	User    string  `json:"u,omitempty"`
	Invite  string  `json:"i,omitempty"`
	Group   string  `json:"g"`
	Role    string  `json:"r,omitempty"`
	Expires instant `json:"x,omitempty"`
}

func (m *membership) owner() string {
	if m.User != "" {
		return m.User
	}
	return m.Invite
}

// role is a set of permissions and audiences (contract §6.4).
type role struct {
	entity
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Enforce2FA  bool            `json:"enforce2fa,omitempty"`
	EnforceSSO  bool            `json:"enforceSso,omitempty"`
	Permissions []string        `json:"permissions,omitempty"`
	Audiences   []string        `json:"audiences,omitempty"`
	Fixed       bool            `json:"fixed,omitempty"`
	Custom      json.RawMessage `json:"custom,omitempty"`
}

// group is a set of machines, or a whole company, or one device (contract §6.6).
type group struct {
	entity
	Name      string          `json:"name,omitempty"`
	Type      string          `json:"type,omitempty"`
	Parent    string          `json:"parent,omitempty"`
	ManagedBy string          `json:"managedBy,omitempty"`
	Agent     string          `json:"agent,omitempty"`
	Company   bool            `json:"company,omitempty"`
	Custom    json.RawMessage `json:"custom,omitempty"`
}

type groupType struct {
	entity
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Order       int64  `json:"order"`
	Color       string `json:"color,omitempty"`
}

type audience struct {
	entity
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`
	Type        string `json:"type,omitempty"` // alarm, page, service
}

type agent struct {
	entity
	Name        string       `json:"name,omitempty"`
	DeviceID    string       `json:"deviceId"`
	Description string       `json:"description,omitempty"`
	Inactive    bool         `json:"inactive,omitempty"`
	Serial      string       `json:"serial"`
	MAC         string       `json:"mac"`
	Groups      []*placement `json:"groups,omitempty"`
}

// placement is an agent's membership of a group.
type placement struct {
	ID    string `json:"id"`
	Agent string `json:"agent"`
	Group string `json:"group"`
}

type company struct {
	entity
	Name     string          `json:"name"`
	Country  string          `json:"country"`
	Language string          `json:"lang"`
	Owner    string          `json:"owner,omitempty"`
	Created  instant         `json:"created"`
	Licence  string          `json:"licence"`
	Custom   json.RawMessage `json:"custom,omitempty"`
}

type application struct {
	entity
	Name string `json:"name"`
	User string `json:"user,omitempty"` // the service account it belongs to
}

type permission struct{ entity }

// token is an access token; of its secret only a hash is kept.
type token struct {
	entity
	Hash     string          `json:"hash"`
	User     string          `json:"user"`
	App      string          `json:"app"`
	Expires  instant         `json:"exp"`
	Created  instant         `json:"created"`
	IP       string          `json:"ip,omitempty"`
	Agent    string          `json:"agent,omitempty"`
	Device   string          `json:"device,omitempty"`  // trustedDeviceName
	DeviceID string          `json:"trusted,omitempty"` // the trusted device it was made from
	Scope    json.RawMessage `json:"scope,omitempty"`
	Service  bool            `json:"service,omitempty"`
}
