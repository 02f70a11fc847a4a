package ixon

// identified is a document that has a publicId in every list (§7): a row
// without one is no such document.
type identified interface{ identity() string }

func (u *User) identity() string          { return u.PublicID }
func (i *Invite) identity() string        { return i.PublicID }
func (r *Role) identity() string          { return r.PublicID }
func (p *Permission) identity() string    { return p.PublicID }
func (a *Audience) identity() string      { return a.PublicID }
func (g *Group) identity() string         { return g.PublicID }
func (m *Membership) identity() string    { return m.PublicID }
func (c *Company) identity() string       { return c.PublicID }
func (t *AccessToken) identity() string   { return t.PublicID }
func (d *TrustedDevice) identity() string { return d.PublicID }
func (l *AuditLog) identity() string      { return l.PublicID }
