package ixon

import (
	"encoding/json"
)

func companyOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.company },
		bucket: sharedBucket(bCompanies),
		load: func(c *call, id string, value []byte) any {
			if !c.belongsTo(id) {
				return nil
			}
			if co := decode[company](c.view, id, value); co != nil {
				return co
			}
			return nil
		},
	}
	ops := []operation{
		{rel: "CompanyList", method: "GET", path: "/companies", serve: list.list},
		{rel: "Company", method: "GET", path: "/companies/{publicId}", serve: list.get},
	}
	return append(ops, member(
		operation{rel: "MyCompany", method: "GET", path: "/companies/me", serve: showMyCompany},
		operation{rel: "MyCompany", method: "PATCH", path: "/companies/me", right: rightCompany, serve: changeMyCompany},
	)...)
}

// belongsTo tells about any company, not only the one in use.
func (c *call) belongsTo(companyID string) bool {
	data := c.shared(bData).Bucket([]byte(companyID))
	return data != nil && data.Bucket([]byte(bMembers)).Get([]byte(c.caller.ID)) != nil
}

// companyFields are those that Company and MyCompany share (contract §6.7).
func companyFields() []field {
	disabled := func(*company) string { return "disabled" }
	branding := &schema{fields: []field{text("publicId", func(l *link) string { return l.id })}}
	return []field{
		text("publicId", func(co *company) string { return co.ID }),
		text("name", func(co *company) string { return co.Name }),
		raw("custom", "{}", func(co *company) json.RawMessage { return co.Custom }),
		never("branding", branding),
		text("customTermsOfUse", disabled),
		text("customPrivacyStatement", disabled),
		one("latestTermsOfUse", policySchema("termsofuse"), func(_ *view, co *company) *company { return co }),
		one("latestPrivacyStatement", policySchema("privacystatement"), func(_ *view, co *company) *company { return co }),
	}
}

// policySchema is the sector's, which is never null and which the sandbox does
// not keep: all companies have the same.
func policySchema(kind string) *schema {
	id := map[string]string{"termsofuse": "T3rmsT3rmsT3", "privacystatement": "Pr1vacyPr1va"}[kind]
	return &schema{unasked: "version", fields: []field{
		text("publicId", func(*company) string { return id }),
		text("version", func(*company) string { return "1.0" }),
		flag("latest", func(*company) bool { return true }),
		moment("publishedOn", func(co *company) instant { return co.Created }),
		text("type", func(*company) string { return kind }),
	}}
}

func companySchema() *schema { return &schema{unasked: "name", fields: companyFields()} }

func myCompanySchema() *schema {
	return &schema{unasked: "name", fields: append(companyFields(),
		text("country", func(co *company) string { return co.Country }),
		text("defaultUserInviteLanguage", func(co *company) string { return co.Language }),
		field{name: "supportAccessExpiresOn", kind: kindInstant, value: func(v *view, rec any) any {
			if until := rec.(*company).supported(v.now); until != 0 {
				return until
			}
			return nil
		}},
		optional("appOwnerName", func(co *company) string { return co.Owner }),
		moment("createdOn", func(co *company) instant { return co.Created }),
		text("licenceModel", func(*company) string { return "modules" }),
	)}
}

func showMyCompany(c *call) (answer, error) {
	shape := c.s.shapes.myCompany
	sel, filters, err := c.query(shape)
	if err != nil {
		return answer{}, err
	}
	mine := c.company(c.coID)
	if mine == nil || !matchAll(c.view, mine, filters) {
		return answer{}, notFound()
	}
	return answer{data: sel.append(nil, c.view, mine)}, nil
}

func changeMyCompany(c *call) (answer, error) {
	return nothing(), c.one(func(f *form) {
		before := c.company(c.coID)
		after := *before
		setText(f, "name", 1, 255, &after.Name)
		if code, given := f.text("country", 2, 2, false); given {
			after.Country = code
			f.require(isCountry(code), "country")
		}
		if code, given := f.text("defaultUserInviteLanguage", 2, 2, false); given {
			after.Language = code
			f.require(isLanguage(code), "defaultUserInviteLanguage")
		}
		setNullText(f, "appOwnerName", 1, 255, &after.Owner)
		if data, given := f.custom(); given {
			after.Custom = data
		}
		if f.bad {
			return
		}
		c.Put(c.shared(bCompanies), after.ID, &after)
		c.record(&logEntry{Action: "UPDATE", Kind: "Company",
			Before: shown(c.view, c.s.shapes.myCompany, before), After: shown(c.view, c.s.shapes.myCompany, &after)})
	})
}

func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

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
