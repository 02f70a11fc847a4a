package ixon

// asset is a thing that the company keeps data of (contract §6.8).
type asset struct {
	entity
	Name   string       `json:"name"`
	Groups []*placement `json:"groups,omitempty"` // Agent is the asset
}

func assetOperations() []operation {
	list := rows[asset](func(sh *shapes) *schema { return sh.asset }, ownBucket(bAssets))
	return member(
		operation{rel: "AssetList", method: "GET", path: "/assets", serve: list.list},
		operation{rel: "Asset", method: "GET", path: "/assets/{publicId}", serve: list.get},
	)
}

// assetSchema holds the few fields that say who reaches it.
func assetSchema(team *schema) *schema {
	self := linkSchema(func(*view, string) string { return "" })
	placed := &schema{fields: []field{
		text("publicId", func(p *placement) string { return p.ID }),
		one("asset", self, func(_ *view, p *placement) *link { return linkTo(p.Agent) }),
		one("group", team, func(_ *view, p *placement) *link { return linkTo(p.Group) }),
	}}
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(a *asset) string { return a.ID }),
		text("name", func(a *asset) string { return a.Name }),
		many("memberships", placed, func(_ *view, a *asset) []*placement { return a.Groups }),
	}}
}

// assets are what stands behind the devices.
func (d *seeder) assets(v *view) {
	for _, at := range [][2]string{{"Filler", "packaging"}, {"Oven", "lyon"}} {
		a := &asset{Name: at[0]}
		a.ID = v.s.publicID()
		a.Groups = []*placement{{v.s.publicID(), a.ID, d.plan.groups[at[1]]}}
		v.Put(v.own(bAssets), a.ID, a)
	}
}
