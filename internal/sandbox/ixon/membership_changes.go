package ixon

import "net/http"

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
