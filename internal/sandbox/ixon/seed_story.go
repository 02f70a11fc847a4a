package ixon

import "strings"

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
