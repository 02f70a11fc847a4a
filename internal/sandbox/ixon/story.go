package ixon

import (
	"fmt"
	"strings"
)

// plan is where the seeding finds the roles and groups it made, by the key the
// story uses for them.
type plan struct {
	roles, groups map[string]string
}

// layOut gives the company in use its roles, groups, audiences and machines.
func (v *view) layOut(name string) plan {
	p := plan{roles: map[string]string{}, groups: map[string]string{}}
	heard := v.layAudiences()
	for _, r := range []struct {
		key string
		role
	}{
		{"admin", role{Name: "Administrator", Description: "May do everything", Enforce2FA: true, Fixed: true,
			Permissions: []string{permAdmin, permCompanyWide, permUsers, permGroups, permCompany, permAudit}, Audiences: heard}},
		{"manager", role{Name: "User manager", Permissions: []string{permCompanyWide, permUsers}}},
		{"engineer", role{Name: "Engineer", Description: "Remote access and pages",
			Permissions: []string{"MANAGE_AGENT", "MANAGE_PAGE"}, Audiences: heard}},
		{"operator", role{Name: "Operator", Permissions: []string{"MANAGE_PAGE"}, Audiences: heard[:2]}},
		{"viewer", role{Name: "Viewer", Audiences: heard[:1]}},
		{"auditor", role{Name: "Auditor", Permissions: []string{permAudit}}},
		{"contractor", role{Name: "Contractor", Description: "By the day", Audiences: heard[2:]}},
		{"supplier", role{Name: "Contractor", Description: "With a frame contract", Permissions: []string{"MANAGE_AGENT"}}},
	} {
		r.ID = v.s.publicID()
		v.Put(v.own(bRoles), r.ID, r.role)
		p.roles[r.key] = r.ID
	}
	v.layGroups(name, p)
	return p
}

func (v *view) layAudiences() []string {
	var ids []string
	for _, a := range []audience{
		{Name: "Dashboards", Default: true, Type: "page"},
		{Name: "Alarms", Type: "alarm", Description: "Who hears of an alarm"},
		{Name: "VPN", Type: "service"},
		{Name: "Screen sharing", Type: "service"},
	} {
		a.ID = v.s.publicID()
		v.Put(v.own(bAudiences), a.ID, a)
		ids = append(ids, a.ID)
	}
	return ids
}

func (v *view) layGroups(name string, p plan) {
	types := map[string]string{}
	for i, t := range []groupType{{Name: "Plant", Color: "#1F6FEB"}, {Name: "Department"}} {
		t.ID, t.Order = v.s.publicID(), int64(i+1)
		v.Put(v.own(bGroupTypes), t.ID, t)
		types[t.Name] = t.ID
	}
	for _, g := range []struct {
		key, parent, managedBy string
		group
	}{
		{"company", "", "", group{Name: name, Company: true}},
		{"rotterdam", "", "", group{Name: "Plant Rotterdam", Type: types["Plant"]}},
		{"lyon", "", "", group{Name: "Plant Lyon", Type: types["Plant"]}},
		{"osaka", "", "", group{Name: "Plant Osaka", Type: types["Plant"]}},
		{"service", "", "", group{Name: "Field service", Type: types["Department"]}},
		{"packaging", "rotterdam", "service", group{Name: "Packaging line 4", Type: types["Plant"]}},
		{"customers", "", "service", group{Name: "Customers", Type: types["Department"]}},
	} {
		g.ID = v.s.publicID()
		g.Parent, g.ManagedBy = p.groups[g.parent], p.groups[g.managedBy]
		v.Put(v.own(bGroups), g.ID, g.group)
		p.groups[g.key] = g.ID
	}
	v.layMachines(p)
}

// layMachines adds devices; two have a group of their own, which has no name.
func (v *view) layMachines(p plan) {
	for i, key := range []string{"rotterdam", "packaging", "lyon", "osaka"} {
		a := &agent{Name: fmt.Sprintf("Router %d", i+1), DeviceID: fmt.Sprintf("IX2400-%04d", 1200+i),
			Serial: fmt.Sprintf("2143%06d", 771+13*i), MAC: fmt.Sprintf("00:90:e8:00:1f:%02x", 16+i), Inactive: i == 3}
		a.ID = v.s.publicID()
		a.Groups = []*placement{{v.s.publicID(), a.ID, p.groups[key]}}
		if i < 2 {
			g := group{Agent: a.ID}
			g.ID = v.s.publicID()
			v.Put(v.own(bGroups), g.ID, g)
			p.groups[fmt.Sprintf("device%d", i+1)] = g.ID
			a.Groups = append(a.Groups, &placement{v.s.publicID(), a.ID, g.ID})
		}
		v.Put(v.own(bAgents), a.ID, a)
	}
}

// person is one user of the story the sandbox tells.
type person struct {
	name, email string
	seen        int    // days since last seen, never when negative
	otp         string // "app", "sms" or none
	grants      []grant
	sso         bool
	support     bool
	service     bool
}

// grant is a membership: role "" is none, days 0 permanent, otherwise the days
// until it ends, negative when it has ended.
type grant struct {
	group, role string
	days        int
}

// people writes the rows from..to of the default company.
func (d *seeder) people(v *view, special map[int]person, from, to int) {
	for row := from; row < to; row++ {
		p, told := special[row]
		if !told {
			p = numbered(row)
		}
		u := &user{Name: p.name, Email: p.email, OTP: p.otp, SSO: p.sso, Support: p.support,
			Registered: v.now - instant(400+row%500)*day, Language: "en"}
		u.ID = d.users.id()
		if p.seen >= 0 {
			u.LastSeen = v.now - instant(p.seen)*day - instant(row%5000)
		}
		if p.service {
			d.serviceAccount(v, u)
		} else {
			v.putUser(u)
		}
		d.join(v, u.ID, p.grants...)
		d.remember(u, p)
	}
}

func (d *seeder) membership(v *view, g grant, m *membership) *membership {
	m.ID = d.held.id()
	m.Group, m.Role = d.plan.groups[g.group], d.plan.roles[g.role]
	if g.days != 0 {
		m.Expires = v.now + instant(g.days)*day
	}
	return m
}

// numbered is one of the many people beyond the story. The number leads the
// address, so that addresses ascend like rows do.
func numbered(row int) person {
	first := [...]string{"Anna", "Ben", "Chiara", "Daan", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kira"}
	last := [...]string{"Albrecht", "Bakker", "Conti", "Dubois", "Eriksen", "Ferrari", "Garcia", "Horvat", "Ivanova", "Jansen"}
	groups := [...]string{"rotterdam", "lyon", "osaka", "service", "customers"}
	roles := [...]string{"engineer", "operator", "viewer"}
	p := person{
		name:   fmt.Sprintf("%s %s %d", first[row%len(first)], last[row/len(first)%len(last)], row),
		email:  fmt.Sprintf("p%07d@example.com", row),
		seen:   row % 365,
		grants: []grant{{groups[row%len(groups)], roles[row%len(roles)], 0}},
	}
	if row%3 > 0 {
		p.otp = "app"
	}
	if row%10 == 0 {
		p.grants = append(p.grants, grant{"packaging", "operator", 1 + row%90})
	}
	return p
}

// remember notes the people that the settings hand out.
func (d *seeder) remember(u *user, p person) {
	switch p.email {
	case adminEmail:
		d.known.Admin, d.known.AdminEmail = u.ID, u.Email
	case viewerEmail:
		d.known.Viewer, d.known.ViewerEmail = u.ID, u.Email
	}
}

// serviceAccount stores an account; the first one's token is handed out.
func (d *seeder) serviceAccount(v *view, u *user) {
	secret := v.makeServiceAccount(u)
	if d.known.ServiceToken == "" {
		d.known.ServiceToken, d.known.ServiceApplication = secret, u.App
	}
}

const (
	adminEmail  = "maren.solberg@example.com"
	viewerEmail = "piotr.nowak@example.com"
)

// people are the first users of every sandbox. Those that stand for something
// come first, so that small states have them too.
func people() []person {
	one := func(group, role string) []grant { return []grant{{group, role, 0}} }
	until := func(group, role string, days int) []grant { return []grant{{group, role, days}} }
	story := []person{
		{name: "Maren Solberg", email: adminEmail, otp: "app", grants: one("company", "admin")},
		{name: "Piotr Nowak", email: viewerEmail, seen: 2, grants: one("company", "viewer")},
		{name: "ci-provisioning", service: true, grants: one("company", "admin")},
		{name: "Claire Fontaine", email: "claire.fontaine@example.com", seen: 1, otp: "sms", grants: one("company", "manager")},
		{name: "Olu Adeyemi", email: "olu.adeyemi@example.org", seen: 6, otp: "app", grants: one("company", "auditor")},
		{name: "Nadia Rahman", email: "nadia.rahman@example.com", seen: 3, otp: "app", sso: true, grants: one("rotterdam", "engineer")},
		{name: "Tomas Lindqvist", email: "tomas.lindqvist@example.com", seen: -1, grants: one("lyon", "")},
		{name: "Vera Koch", email: "vera.koch@example.org", seen: 4, grants: until("rotterdam", "contractor", 5)},
		{name: "Emil Haas", email: "emil.haas@example.org", seen: 9, otp: "app", grants: until("lyon", "supplier", 20)},
		{name: "Sara Costa", email: "sara.costa@example.org", seen: 12, grants: until("osaka", "contractor", 60)},
		{name: "Ivo Marek", email: "ivo.marek@example.org", seen: 41, grants: until("customers", "contractor", -8)},
		{name: "IXON Support", email: "support@example.org", seen: 15, otp: "app", support: true, grants: one("company", "engineer")},
		{name: "Lena Hoffmann", email: "Lena.Hoffmann@Example.com", seen: 1, otp: "app", grants: one("lyon", "engineer")},
		{name: "Ελένη Παπαδοπούλου", email: "eleni.papadopoulou@example.com", seen: 2, otp: "app", grants: one("osaka", "operator")},
		{name: "山田 太郎", email: "taro.yamada@example.com", seen: 1, otp: "app", grants: one("osaka", "engineer")},
		{name: "ليلى حداد", email: "layla.haddad@example.com", seen: 33, grants: one("customers", "viewer")},
		{name: "נועה לוי", email: "noa.levi@example.com", seen: 7, otp: "app", grants: one("service", "engineer")},
		{name: "Zoë Muñoz-Ångström", email: "zoe.munoz@example.com", seen: 5, otp: "sms", grants: one("service", "operator")},
		{name: "Robin 🛠️ Peeters", email: "robin.peeters@example.com", seen: 8, grants: one("service", "engineer")},
		{name: "Mallory \x1b[31mRed\x1b[0m", email: "mallory.red@example.org", seen: 90, grants: one("customers", "viewer")},
		{name: "Konstantin " + strings.Repeat("von und zu ", 20) + "Hohenberg", email: "konstantin.hohenberg@example.com",
			seen: 64, otp: "app", grants: one("customers", "viewer")},
		{name: "Gerd Altmann", email: "gerd.altmann@example.com", seen: 420, grants: one("rotterdam", "operator")},
		{name: "Hilde Brandt", email: "hilde.brandt@example.com", seen: 190, otp: "app", grants: one("lyon", "operator")},
		{name: "Yusuf Demir", email: "yusuf.demir@example.com", seen: -1, grants: one("packaging", "operator")},
		{name: "Device Guest", email: "device.guest@example.org", seen: 3, grants: one("device1", "contractor")},
		{name: "Martha Quist", email: "martha.quist@example.com", seen: 0, otp: "app",
			grants: []grant{{"rotterdam", "engineer", 0}, {"rotterdam", "manager", 20}, {"lyon", "viewer", 0}, {"device2", "", 0}}},
		{name: "historian-export", service: true, grants: one("rotterdam", "viewer")},
		{name: "Bram Visser", email: "bram.visser@example.com", seen: 1, otp: "app", grants: one("company", "admin")},
	}
	return append(story, staff()...)
}

// staff are the unremarkable rest.
func staff() []person {
	names := [...]string{
		"Agnes Moreau", "Alan Byrne", "Amara Okafor", "Andrei Popescu", "Beatriz Ramos", "Carla Weiss",
		"Cedric Lambert", "Dana Novak", "Diego Herrera", "Edith Larsen", "Esteban Ruiz", "Fiona Murray",
		"Frank de Boer", "Gita Sharma", "Henrik Dahl", "Irina Petrova", "Jack O'Neill", "Jing Wei",
		"Julia Brenner", "Karim Aziz", "Katja Vogel", "Liam Walsh", "Lucia Greco", "Marco Bianchi",
		"Mina Park", "Noel Garnier", "Otto Fischer", "Paula Santos", "Quentin Roux", "Rosa Silva",
		"Sanne Mulder", "Stefan Gruber", "Tessa Claes", "Uma Patel", "Viktor Orlov", "Wilma Jonker",
	}
	groups := [...]string{"rotterdam", "lyon", "osaka", "service", "packaging"}
	roles := [...]string{"engineer", "operator", "operator", "viewer"}
	var all []person
	for i, name := range names {
		p := person{name: name, email: addressOf(name), seen: i * 5 % 61,
			grants: []grant{{groups[i%len(groups)], roles[i%len(roles)], 0}}}
		if i%5 > 0 {
			p.otp = "app"
		}
		all = append(all, p)
	}
	return all
}

func addressOf(name string) string {
	local := strings.ReplaceAll(strings.ToLower(name), "'", "")
	return strings.ReplaceAll(local, " ", ".") + "@example.com"
}
