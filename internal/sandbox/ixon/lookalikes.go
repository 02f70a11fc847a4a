package ixon

// lookalikes are easily confused: with each other but for the case of their
// addresses, and one who calls himself by somebody else's address. Whether IXON
// takes two addresses that differ in case only is not public.
func lookalikes() []person {
	return []person{
		{name: "Max Weber", email: "Max@example.com"},
		{name: "Max Winter", email: "max@example.com"},
		{name: "Ida Boss", email: "Boss@Example.com"},
		{name: "boss@example.com", email: "mallory.quinn@example.com"},
	}
}

// AddLookalikes lets them join the default company, as viewers.
func (s *Service) AddLookalikes() error {
	return s.Change(func(v *view) error {
		v.enter(v.credentials().Company)
		there := map[string]bool{}
		for _, u := range every[user](v, v.shared(bUsers)) {
			there[u.Email] = true
		}
		m := membership{}
		for _, g := range every[group](v, v.own(bGroups)) {
			if g.Company {
				m.Group = g.ID
			}
		}
		for _, r := range every[role](v, v.own(bRoles)) {
			if r.Name == "Viewer" {
				m.Role = r.ID
			}
		}
		for _, p := range lookalikes() {
			if there[p.email] {
				continue
			}
			u := &user{Name: p.name, Email: p.email, Registered: v.now, Language: "en"}
			u.ID = s.publicID()
			v.putUser(u)
			v.Put(v.own(bMembers), u.ID, struct{}{})
			own := m
			own.ID, own.User = s.publicID(), u.ID
			v.putMembership(&own)
		}
		return nil
	})
}
