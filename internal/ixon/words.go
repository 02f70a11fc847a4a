package ixon

import "time"

// LabelOr is Label with another word for nil.
func (r *Reference) LabelOr(none string) string {
	if r == nil {
		return none
	}
	return r.Label()
}

// Expired reports whether nobody can accept the invitation any more.
func (i Invite) Expired(now time.Time) bool { return i.ExpiresOn != nil && i.ExpiresOn.Before(now) }

// Host is the branding's host name; "" where there is none.
func (b *Branding) Host() string {
	if b == nil {
		return ""
	}
	return b.FQDN
}

// When is the time of the sign-in; nil where it is not said.
func (c *TokenCreated) When() *time.Time {
	if c == nil {
		return nil
	}
	return c.On
}

// Agent is the program that signed in; "" where it is not said.
func (c *TokenCreated) Agent() string {
	if c == nil {
		return ""
	}
	return c.UserAgent
}

// Address is where the sign-in came from; "" where it is not said.
func (c *TokenCreated) Address() string {
	if c == nil {
		return ""
	}
	return c.IP
}

// Words names what an entry is about, the most specific first.
func (t AuditTopic) Words() string {
	for _, r := range []*Reference{t.User, t.Agent, t.Asset, t.Company} {
		if r != nil {
			return r.Label()
		}
	}
	return ""
}

// Words names who made a change.
func (a AuditActor) Words() string {
	if a.Resource == nil || a.Resource.Name == "" {
		return a.Type
	}
	return a.Resource.Name
}

// Alone is the user of an access line with only this line's membership.
func (a Access) Alone() User {
	u := a.User
	u.Memberships = nil
	if a.Membership != nil {
		u.Memberships = []Membership{*a.Membership}
	}
	return u
}

// CheckPublicID says what is wrong with an id of 12 letters and digits (§7).
func CheckPublicID(s string) error {
	if IsPublicID(s) {
		return nil
	}
	return badInput("a publicId is 12 letters and digits", "it looks like RPHHg5LaTtQg; lists show it")
}
