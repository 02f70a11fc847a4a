package ixon

import (
	"slices"
	"time"
)

// Holds reports whether one of the user's memberships carries the role in the
// group, each by publicId and "" for any.
func (u User) Holds(role, group string) bool {
	return role == "" && group == "" || slices.ContainsFunc(u.Memberships, func(m Membership) bool {
		return (role == "" || m.Role.ID() == role) && (group == "" || m.Group.PublicID == group)
	})
}

// SeenSince reports whether the user was seen at or after t; who was never seen
// was not.
func (u User) SeenSince(t time.Time) bool {
	return u.LastSeenOn != nil && !u.LastSeenOn.Before(t)
}

// ExpiresWithin reports whether one of the user's memberships ends between now
// and now+span.
func (u User) ExpiresWithin(now time.Time, span time.Duration) bool {
	return slices.ContainsFunc(u.Memberships, func(m Membership) bool { return EndsWithin(m.ExpiresOn, now, span) })
}

// EndsWithin reports whether at lies between now and now+span; nil, which is
// for good, does not.
func EndsWithin(at *time.Time, now time.Time, span time.Duration) bool {
	return at != nil && !at.Before(now) && !at.After(now.Add(span))
}

// RoleNames lists the user's memberships as "Engineer @ Plant 3 until
// 2026-12-31T00:00:00Z", in the service's order; ids stand in for names that
// the service did not resolve.
func (u User) RoleNames() []string { return roleNames(u.Memberships) }

// RoleNames is as User.RoleNames.
func (i Invite) RoleNames() []string { return roleNames(i.Memberships) }

func roleNames(memberships []Membership) []string {
	names := make([]string, len(memberships))
	for i, m := range memberships {
		names[i] = m.String()
	}
	return names
}

// Label is the name, or the id where there is none; "-" for nil.
func (r *Reference) Label() string {
	switch {
	case r == nil:
		return "-"
	case r.DisplayName() != "":
		return r.DisplayName()
	}
	return r.PublicID
}
