package ixon

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	bolt "go.etcd.io/bbolt"
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
)

var errNoState = errors.New("the sandbox has no IXON state")

// view is one transaction's sight of the state. Storage errors are kept in
// err, so that the many small reads of an answer need not each return one.
type view struct {
	s    *Service
	root *bolt.Bucket
	co   *bolt.Bucket // data of the company in use
	coID string
	now  instant
	err  error
	// names holds the role and group names this request has resolved.
	names map[string]string
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	return s.viewOf(s.root(tx))
}

// viewOf is the sight of a state that may not be the current one yet.
func (s *Service) viewOf(root *bolt.Bucket) (*view, error) {
	if root == nil {
		return nil, errNoState
	}
	return &view{s: s, root: root, now: at(s.now()), names: map[string]string{}}, nil
}

// enter chooses the company; false when there is none of that id.
func (v *view) enter(id string) bool {
	v.co = v.root.Bucket([]byte(bData)).Bucket([]byte(id))
	v.coID = id
	return v.co != nil
}

func (v *view) shared(name string) *bolt.Bucket { return v.root.Bucket([]byte(name)) }
func (v *view) own(name string) *bolt.Bucket    { return v.co.Bucket([]byte(name)) }

func (v *view) fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

type identified[T any] interface {
	*T
	identify(id string)
}

// decode reads one stored record; nil when there is none.
func decode[T any, P identified[T]](v *view, key string, value []byte) *T {
	if value == nil {
		return nil
	}
	rec := new(T)
	if err := json.Unmarshal(value, rec); err != nil {
		v.fail(fmt.Errorf("stored record %s: %w", key, err))
		return nil
	}
	P(rec).identify(key)
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
	v.check(b.ForEach(func(k, value []byte) error {
		if rec := decode[T, P](v, string(k), value); rec != nil {
			all = append(all, rec)
		}
		return nil
	}))
	return all
}

func (v *view) check(err error) {
	if err != nil {
		v.fail(err)
	}
}

func (v *view) save(b *bolt.Bucket, id string, rec any) {
	data, err := json.Marshal(rec)
	if err == nil {
		err = b.Put([]byte(id), data)
	}
	v.check(err)
}

func (v *view) drop(b *bolt.Bucket, id string) { v.check(b.Delete([]byte(id))) }

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
