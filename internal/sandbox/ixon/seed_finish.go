package ixon

// finish writes what needs the people: invitations, a past in the audit log,
// a second company, and at last the credentials.
func (d *seeder) finish(v *view) {
	d.invitations(v)
	d.past(v)
	v.refresh(d.known.AdminToken, d.known.Admin, d.known.Application)
	v.refresh(d.known.ViewerToken, d.known.Viewer, d.known.Application)
	d.secondCompany(v)
	v.check(v.root.Put([]byte(keyCredentials), encode(d.known)))
}

func (d *seeder) invitations(v *view) {
	for _, i := range []struct {
		email  string
		days   int
		grants []grant
	}{
		{"pending.person@example.com", 11, []grant{{"lyon", "engineer", 0}}},
		{"expired.person@example.org", -3, []grant{{"rotterdam", "operator", 0}}},
		{"trainee.person@example.com", 2, []grant{{"osaka", "viewer", 0}, {"service", "operator", 30}}},
	} {
		inv := &invite{Email: i.email, Expires: v.now + instant(i.days)*day, Language: "en", Sent: 1}
		inv.ID = v.s.publicID()
		v.putInvite(inv)
		for _, g := range i.grants {
			v.putMembership(d.membership(v, g, &membership{Invite: inv.ID}))
		}
	}
}

const pastEntries = 40

// past is what happened in the company before the sandbox was opened.
func (d *seeder) past(v *view) {
	actions := [...]string{"CREATE", "UPDATE", "TRIGGER", "UPDATE", "DELETE"}
	kinds := [...]string{"User", "UserMembership", "Agent", "Role", "Invite"}
	cur := v.own(bMembers).Cursor()
	key, _ := cur.First()
	for i := range pastEntries {
		if key == nil {
			key, _ = cur.First()
		}
		subject := v.user(string(key))
		key, _ = cur.Next()
		v.log(&logEntry{
			Action: actions[i%len(actions)], Kind: kinds[i%len(kinds)], Target: subject.ID, Label: subject.Name,
			User: subject.ID, Actor: d.known.Admin, App: d.known.Application, IP: "192.0.2.17",
			Time: v.now - instant(pastEntries-i)*17*60*60,
		})
	}
}

// secondCompany has the administrator as a mere viewer.
func (d *seeder) secondCompany(v *view) {
	v.found(&company{Name: "Contoso Robotics", Country: "DE", Language: "de", Licence: "standard"})
	d.plan = v.layOut("Contoso Robotics")
	d.join(v, d.known.Admin, grant{"company", "viewer", 0})
	d.join(v, d.known.Viewer, grant{"lyon", "operator", 0})
	owner := &user{Name: "Rita Sommer", Email: "rita.sommer@example.org", OTP: "app", Language: "de",
		Registered: v.now - 700*day, LastSeen: v.now - 2*day}
	owner.ID = v.s.publicID()
	v.putUser(owner)
	d.join(v, owner.ID, grant{"company", "admin", 0})
}

// join makes a user a member of the company in use.
func (d *seeder) join(v *view, id string, grants ...grant) {
	v.save(v.own(bMembers), id, struct{}{})
	for _, g := range grants {
		v.putMembership(d.membership(v, g, &membership{User: id}))
	}
}
