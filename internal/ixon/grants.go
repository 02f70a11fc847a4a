package ixon

import (
	"slices"
	"time"
)

// GrantedTwice finds a grant that cannot stand beside an earlier one: a group
// takes one permanent and one temporary membership of a holder at most (§6.5).
// It gives the index of the later one, -1 when there is none.
func GrantedTwice(grants []GroupRole) int {
	type kind struct {
		group     string
		temporary bool
	}
	seen := map[kind]bool{}
	for i, g := range grants {
		k := kind{g.Group.PublicID, !g.ExpiresOn.IsZero()}
		if seen[k] {
			return i
		}
		seen[k] = true
	}
	return -1
}

// Replaces reports whether SetMemberships with these would change anything
// about what a user has. Times count by the second, as they are sent (§4).
func (u User) Replaces(memberships []MembershipSet) bool {
	has := make([]string, len(u.Memberships))
	for i, m := range u.Memberships {
		has[i] = membershipKey(m.Group.PublicID, m.Role.ID(), m.ExpiresOn)
	}
	want := make([]string, len(memberships))
	for i, m := range memberships {
		role := ""
		if m.Role != nil {
			role = m.Role.PublicID
		}
		want[i] = membershipKey(m.Group.PublicID, role, m.ExpiresOn.orNil())
	}
	slices.Sort(has)
	slices.Sort(want)
	return !slices.Equal(has, want)
}

// Changes reports whether the patch would change anything about m.
func (p MembershipPatch) Changes(m Membership) bool {
	group, role, expires := m.Group.PublicID, m.Role.ID(), m.ExpiresOn
	if p.Group.PublicID != "" {
		group = p.Group.PublicID
	}
	if p.Role.given {
		role = ""
		if p.Role.value != nil {
			role = p.Role.value.PublicID
		}
	}
	if p.ExpiresOn.given {
		expires = nil
		if p.ExpiresOn.value != nil {
			expires = p.ExpiresOn.value.orNil()
		}
	}
	return membershipKey(group, role, expires) != membershipKey(m.Group.PublicID, m.Role.ID(), m.ExpiresOn)
}

// membershipKey is what makes a membership what it is, its holder apart.
func membershipKey(group, role string, expires *time.Time) string {
	key := group + " " + role
	if expires != nil {
		key += " " + formatTime(*expires)
	}
	return key
}

func (t Timestamp) orNil() *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}
