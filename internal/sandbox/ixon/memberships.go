package ixon

import (
	"net/http"
)

func membershipOperations() []operation {
	list := rows[membership](func(sh *shapes) *schema { return sh.membership }, ownBucket(bMemberships))
	const many, single = "/users/memberships", "/users/memberships/{publicId}"
	return member(
		operation{rel: "UserMembershipList", method: "GET", path: many, serve: list.list},
		operation{rel: "UserMembershipList", method: "POST", path: many, right: rightUsers, serve: addMemberships},
		operation{rel: "UserMembershipList", method: "PATCH", path: many, right: rightUsers, serve: changeMemberships},
		operation{rel: "UserMembershipList", method: "DELETE", path: many, right: rightUsers, serve: removeMemberships},
		operation{rel: "UserMembership", method: "GET", path: single, serve: list.get},
		operation{rel: "UserMembership", method: "PATCH", path: single, right: rightUsers, serve: changeMemberships},
		operation{rel: "UserMembership", method: "DELETE", path: single, right: rightUsers, serve: removeMemberships},
		operation{rel: "UserMembershipUserList", method: "PUT", path: many + "/user/{publicId}", right: rightUsers, serve: replaceMemberships},
	)
}

func membershipSchema(person, team, held *schema) *schema {
	return &schema{fields: []field{
		text("publicId", func(m *membership) string { return m.ID }),
		one("user", person, func(_ *view, m *membership) *link { return linkTo(m.User) }),
		one("invite", linkSchema(func(v *view, id string) string { return v.inviteEmail(id) }),
			func(_ *view, m *membership) *link { return linkTo(m.Invite) }),
		one("group", team, func(_ *view, m *membership) *link { return linkTo(m.Group) }),
		one("role", held, func(_ *view, m *membership) *link { return linkTo(m.Role) }),
		moment("expiresOn", func(m *membership) instant { return m.Expires }),
	}}
}

func (v *view) membership(id string) *membership {
	return fetch[membership](v, v.own(bMemberships), id)
}

// membershipsOf lists what a user or an invite holds, in key order.
func (v *view) membershipsOf(owner string) []*membership {
	var held []*membership
	cur := v.own(bOwned).Cursor()
	prefix := owner + "/"
	for k, _ := cur.Seek([]byte(prefix)); k != nil && len(k) > len(prefix) && string(k[:len(prefix)]) == prefix; k, _ = cur.Next() {
		if m := v.membership(string(k[len(prefix):])); m != nil {
			held = append(held, m)
		}
	}
	return held
}

func (v *view) putMembership(m *membership) {
	v.Put(v.own(bMemberships), m.ID, m)
	v.Fail(v.own(bOwned).Put([]byte(m.owner()+"/"+m.ID), nil))
}

func (v *view) dropMembership(m *membership) {
	v.Drop(v.own(bMemberships), m.ID)
	v.Drop(v.own(bOwned), m.owner()+"/"+m.ID)
}

// crowded reports whether m would be a second permanent or a second temporary
// membership of its owner at its group (contract §6.5).
func (v *view) crowded(m *membership) bool {
	for _, other := range v.membershipsOf(m.owner()) {
		if other.ID != m.ID && other.Group == m.Group && (other.Expires == 0) == (m.Expires == 0) {
			return true
		}
	}
	return false
}

// put stores a membership unless the group already has one of its sort.
func (f *form) put(m *membership) bool {
	if f.c.crowded(m) {
		f.fault(http.StatusConflict, msgTwoPerGroup, "group")
		return false
	}
	f.c.putMembership(m)
	return true
}

// anyMembership reports whether one in the company matches.
func (v *view) anyMembership(match func(*membership) bool) bool {
	cur := v.own(bMemberships).Cursor()
	for k, value := cur.First(); k != nil; k, value = cur.Next() {
		if m := decode[membership](v, string(k), value); m != nil && match(m) {
			return true
		}
	}
	return false
}

func addMemberships(c *call) (answer, error) {
	return c.create(func(f *form) string {
		m := &membership{}
		m.ID = c.s.publicID()
		f.owner(m)
		f.access(m, true, true)
		if f.bad || !f.put(m) {
			return ""
		}
		c.logMembership("CREATE", nil, m)
		return m.ID
	})
}

// owner reads who holds a membership: a user or an invite, never both.
func (f *form) owner(m *membership) {
	userID, byUser := f.ref("user", false, true)
	inviteID, byInvite := f.ref("invite", false, true)
	byUser, byInvite = byUser && userID != "", byInvite && inviteID != ""
	switch {
	case f.bad:
	case byUser && byInvite:
		f.invalid("invite")
	case byUser && f.c.isMember(userID):
		m.User = userID
	case byInvite && f.c.invite(inviteID) != nil:
		m.Invite = inviteID
	case byInvite:
		f.invalid("invite")
	case byUser:
		f.invalid("user")
	default:
		f.fault(http.StatusBadRequest, msgRequiredProperty, "user")
	}
}

// access reads group, role and expiry of a membership into m; absent ones
// leave it as it is.
func (f *form) access(m *membership, newborn, needsRole bool) {
	if id, given := f.ref("group", newborn, false); given {
		m.Group = id
		if f.c.group(id) == nil {
			f.invalid("group")
		}
	}
	if id, given := f.ref("role", needsRole, !needsRole); given {
		m.Role = id
		f.grantable(id)
	}
	if when, given := f.future("expiresOn"); given {
		m.Expires = when
	}
}

// grantable checks a role that is about to be given to someone.
func (f *form) grantable(roleID string) {
	if roleID == "" {
		return
	}
	held := f.c.role(roleID)
	if held == nil {
		f.invalid("role")
		return
	}
	if !f.c.rightsOf(f.c.caller.ID).mayGrant(held.Permissions) {
		f.fault(http.StatusForbidden, msgDenied, "role")
	}
}

func changeMemberships(c *call) (answer, error) {
	return c.change(func(f *form, id string) {
		before := c.membership(id)
		after := &membership{}
		if before != nil {
			*after = *before
		}
		f.access(after, false, false)
		switch {
		case before == nil:
			f.missing()
		case !f.bad && f.put(after):
			c.logMembership("UPDATE", before, after)
		}
	})
}

func removeMemberships(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		m := c.membership(id)
		if m == nil {
			f.missing()
			return
		}
		c.dropMembership(m)
		c.logMembership("DELETE", m, nil)
	})
}

// replaceMemberships gives a user exactly the memberships of the list.
func replaceMemberships(c *call) (answer, error) {
	userID := c.param("publicId")
	if !c.isMember(userID) {
		return answer{}, notFound()
	}
	forms, single, err := c.items()
	if err != nil {
		return answer{}, err
	}
	if single {
		return answer{}, badBody()
	}
	for _, m := range c.membershipsOf(userID) {
		c.dropMembership(m)
		c.logMembership("DELETE", m, nil)
	}
	ids := []string{}
	for _, f := range forms {
		m := &membership{User: userID}
		m.ID = c.s.publicID()
		f.access(m, true, false)
		f.close()
		if !f.bad && f.put(m) {
			c.logMembership("CREATE", nil, m)
			ids = append(ids, m.ID)
		}
	}
	return created(false, ids), c.faults.found()
}

// dropMemberships removes all that match; used when a group goes.
func (v *view) dropMemberships(match func(*membership) bool) {
	var gone []*membership
	v.anyMembership(func(m *membership) bool {
		if match(m) {
			gone = append(gone, m)
		}
		return false
	})
	for _, m := range gone {
		v.dropMembership(m)
	}
}
