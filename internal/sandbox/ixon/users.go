package ixon

import (
	"encoding/json"
	"strings"
)

func userOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.user },
		bucket: ownBucket(bMembers),
		load: func(c *call, id string, _ []byte) any {
			if u := c.user(id); u != nil {
				return u
			}
			return nil
		},
	}
	return member(
		operation{rel: "UserList", method: "GET", path: "/users", serve: list.list},
		operation{rel: "UserList", method: "DELETE", path: "/users", right: rightUsers, serve: removeUsers},
		operation{rel: "User", method: "GET", path: "/users/{publicId}", serve: list.get},
		operation{rel: "User", method: "DELETE", path: "/users/{publicId}", right: rightUsers, serve: removeUsers},
	)
}

// userFields are those that User and MyUser share (contract §6.1, §6.2).
func userFields() []field {
	named := namedSchema()
	app := &schema{unasked: "name", fields: []field{
		text("publicId", func(a *application) string { return a.ID }),
		text("name", func(a *application) string { return a.Name }),
		raw("custom", "{}", func(*application) json.RawMessage { return nil }),
	}}
	return []field{
		text("publicId", func(u *user) string { return u.ID }),
		text("type", (*user).kind),
		text("name", func(u *user) string { return u.Name }),
		optional("emailAddress", func(u *user) string { return u.Email }),
		flag("support", func(u *user) bool { return u.Support }),
		moment("registeredOn", func(u *user) instant { return u.Registered }),
		moment("lastSeenOn", func(u *user) instant { return u.LastSeen }),
		one("registeredBy", named, func(v *view, u *user) *link { return v.userLink(u.RegisteredBy) }),
		many("apiApplications", app, func(v *view, u *user) []*application {
			if a := fetch[application](v, v.shared(bApps), u.App); a != nil {
				return []*application{a}
			}
			return nil
		}),
		raw("custom", "{}", func(u *user) json.RawMessage { return u.Custom }),
	}
}

func userSchema(held *schema) *schema {
	return &schema{unasked: "name", fields: append(userFields(),
		many("memberships", held, func(v *view, u *user) []*membership { return v.membershipsOf(u.ID) }),
		flag("otpauthRequired", func(u *user) bool { return u.OTP != "" }),
	)}
}

func (u *user) kind() string {
	if u.Service {
		return "service_account"
	}
	return "person"
}

// removeUsers ends their place in this company, not their account.
func removeUsers(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		u := c.user(id)
		if u == nil || !c.isMember(id) {
			f.missing()
			return
		}
		c.removeMember(u)
	})
}

func (c *call) removeMember(u *user) {
	before := shown(c.view, c.s.shapes.user, u)
	for _, m := range c.membershipsOf(u.ID) {
		c.dropMembership(m)
	}
	c.drop(c.own(bMembers), u.ID)
	c.record(&logEntry{Action: "DELETE", Kind: "User", Target: u.ID, Label: u.Name, User: u.ID, Before: before})
}

// putUser stores an account and makes it findable by its address.
func (v *view) putUser(u *user) {
	v.save(v.shared(bUsers), u.ID, u)
	if u.Email != "" {
		v.check(v.shared(bEmails).Put([]byte(strings.ToLower(u.Email)), []byte(u.ID)))
	}
}
