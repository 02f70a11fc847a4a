package ixon

import "fmt"

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
