package ixon

func agentOperations() []operation {
	list := rows[agent](func(sh *shapes) *schema { return sh.agent }, ownBucket(bAgents))
	return member(
		operation{rel: "AgentList", method: "GET", path: "/agents", serve: list.list},
		operation{rel: "Agent", method: "GET", path: "/agents/{publicId}", serve: list.get},
	)
}

// agentSchema holds the few of about seventy fields that an administrator of
// people meets (contract §6.8).
func agentSchema(team *schema) *schema {
	self := linkSchema(func(*view, string) string { return "" })
	placed := &schema{fields: []field{
		text("publicId", func(p *placement) string { return p.ID }),
		one("agent", self, func(_ *view, p *placement) *link { return linkTo(p.Agent) }),
		one("group", team, func(_ *view, p *placement) *link { return linkTo(p.Group) }),
	}}
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(a *agent) string { return a.ID }),
		optional("name", func(a *agent) string { return a.Name }),
		text("deviceId", func(a *agent) string { return a.DeviceID }),
		optional("description", func(a *agent) string { return a.Description }),
		text("activeStatus", (*agent).status),
		text("serialNumber", func(a *agent) string { return a.Serial }),
		text("macAddress", func(a *agent) string { return a.MAC }),
		one("company", namedSchema(), func(v *view, _ *agent) *link { return v.companyLink(v.coID) }),
		many("memberships", placed, func(_ *view, a *agent) []*placement { return a.Groups }),
		never("activeVpnSession", nil),
		many("connectedUsers", namedSchema(), func(*view, *agent) []*link { return nil }),
	}}
}

func (a *agent) status() string {
	if a.Inactive {
		return "inactive"
	}
	return "active"
}
