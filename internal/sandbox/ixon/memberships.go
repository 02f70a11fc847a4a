package ixon

import "net/http"

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
		operation{rel: "UserMembershipUser", method: "PUT", path: many + "/user/{publicId}", right: rightUsers, serve: replaceMemberships},
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
	v.save(v.own(bMemberships), m.ID, m)
	v.check(v.own(bOwned).Put([]byte(m.owner()+"/"+m.ID), nil))
}

func (v *view) dropMembership(m *membership) {
	v.drop(v.own(bMemberships), m.ID)
	v.drop(v.own(bOwned), m.owner()+"/"+m.ID)
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
