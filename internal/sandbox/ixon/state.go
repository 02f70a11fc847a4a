package ixon

import (
	"encoding/json"
	"errors"
	"strings"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// The buckets of one state. Those of the first group are shared by all
// companies; the others stand once per company below "data".
const (
	bUsers, bEmails, bApps        = "users", "emails", "applications"
	bTokens, bSecrets             = "tokens", "secrets"
	bDevices                      = "devices"
	bCompanies, bPermissions      = "companies", "permissions"
	bData                         = "data"
	bMembers, bInvites, bInvited  = "members", "invites", "invited"
	bRoles, bGroups, bGroupTypes  = "roles", "groups", "group-types"
	bMemberships, bOwned          = "memberships", "owned"
	bAgents, bAudiences, bAuditor = "agents", "audiences", "audit"
	bRequests                     = "requests"
)

var errNoState = errors.New("the sandbox has no IXON state")

// view is one transaction's sight of the state.
type view struct {
	service.State
	s    *Service
	co   *bolt.Bucket // data of the company in use
	coID string
	now  instant
	// names holds the role and group names this request has resolved.
	names map[string]string
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	return s.viewOf(s.Root(tx))
}

// viewOf is the sight of a state that may not be the current one yet.
func (s *Service) viewOf(root *bolt.Bucket) (*view, error) {
	if root == nil {
		return nil, errNoState
	}
	return &view{State: service.State{Root: root}, s: s, now: at(s.Now()), names: map[string]string{}}, nil
}

// enter chooses the company; false when there is none of that id.
func (v *view) enter(id string) bool {
	v.co = v.Root.Bucket([]byte(bData)).Bucket([]byte(id))
	v.coID = id
	return v.co != nil
}

func (v *view) shared(name string) *bolt.Bucket { return v.Root.Bucket([]byte(name)) }
func (v *view) own(name string) *bolt.Bucket    { return v.co.Bucket([]byte(name)) }

type identified[T any] interface {
	*T
	identify(id string)
}

// decode reads one stored record; nil when there is none.
func decode[T any, P identified[T]](v *view, key string, value []byte) *T {
	rec := service.Decode[T](&v.State, key, value)
	if rec != nil {
		P(rec).identify(key)
	}
	return rec
}

// fetch reads the record under an id; nil when there is none.
func fetch[T any, P identified[T]](v *view, b *bolt.Bucket, id string) *T {
	if id == "" {
		return nil
	}
	return decode[T, P](v, id, b.Get([]byte(id)))
}

// every reads all records of a small bucket in key order.
func every[T any, P identified[T]](v *view, b *bolt.Bucket) []*T {
	var all []*T
	v.Fail(b.ForEach(func(k, value []byte) error {
		if rec := decode[T, P](v, string(k), value); rec != nil {
			all = append(all, rec)
		}
		return nil
	}))
	return all
}

func (v *view) user(id string) *user     { return fetch[user](v, v.shared(bUsers), id) }
func (v *view) role(id string) *role     { return fetch[role](v, v.own(bRoles), id) }
func (v *view) group(id string) *group   { return fetch[group](v, v.own(bGroups), id) }
func (v *view) invite(id string) *invite { return fetch[invite](v, v.own(bInvites), id) }
func (v *view) company(id string) *company {
	return fetch[company](v, v.shared(bCompanies), id)
}

func (v *view) isMember(userID string) bool {
	return v.own(bMembers).Get([]byte(userID)) != nil
}

// userByEmail finds an account; addresses are compared without case.
func (v *view) userByEmail(address string) *user {
	return v.user(string(v.shared(bEmails).Get([]byte(strings.ToLower(address)))))
}

// named resolves a name once per request.
func (v *view) named(id string, find func(string) string) string {
	name, known := v.names[id]
	if !known {
		name = find(id)
		v.names[id] = name
	}
	return name
}

func (v *view) roleName(id string) string {
	return v.named(id, func(id string) string {
		if r := v.role(id); r != nil {
			return r.Name
		}
		return ""
	})
}

func (v *view) groupName(id string) string {
	return v.named(id, func(id string) string {
		if g := v.group(id); g != nil {
			return g.Name
		}
		return ""
	})
}

func (v *view) userName(id string) string {
	if u := v.user(id); u != nil {
		return u.Name
	}
	return ""
}

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
	Support  instant         `json:"support,omitempty"`
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
	Hidden   bool            `json:"hidden,omitempty"` // stands in no list: the sandbox's own
}
