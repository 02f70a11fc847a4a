package ixon

import "fmt"

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
		v.save(v.own(bRoles), r.ID, r.role)
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
		v.save(v.own(bAudiences), a.ID, a)
		ids = append(ids, a.ID)
	}
	return ids
}

func (v *view) layGroups(name string, p plan) {
	types := map[string]string{}
	for i, t := range []groupType{{Name: "Plant", Color: "#1F6FEB"}, {Name: "Department"}} {
		t.ID, t.Order = v.s.publicID(), int64(i+1)
		v.save(v.own(bGroupTypes), t.ID, t)
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
		v.save(v.own(bGroups), g.ID, g.group)
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
			v.save(v.own(bGroups), g.ID, g)
			p.groups[fmt.Sprintf("device%d", i+1)] = g.ID
			a.Groups = append(a.Groups, &placement{v.s.publicID(), a.ID, g.ID})
		}
		v.save(v.own(bAgents), a.ID, a)
	}
}
