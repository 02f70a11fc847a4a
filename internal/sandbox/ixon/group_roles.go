package ixon

// grantable is one line of GET /groups/roles: a group and the roles that the
// caller may give in it (contract §6.6).
type grantable struct {
	group *group
	roles []*role
}

func grantableRoles() source {
	return source{
		shape:  func(sh *shapes) *schema { return sh.groupRoles },
		bucket: ownBucket(bGroups),
		load: func(c *call, id string, value []byte) any {
			mine := c.rightsOf(c.caller.ID)
			if !mine.manageUsers() {
				return nil
			}
			line := &grantable{group: decode[group](c.view, id, value)}
			for _, r := range every[role](c.view, c.own(bRoles)) {
				if mine.mayGrant(r.Permissions) {
					line.roles = append(line.roles, r)
				}
			}
			return line
		},
	}
}

func groupRolesSchema(team, held *schema) *schema {
	return &schema{bare: true, unasked: "group,roles", fields: []field{
		one("group", team, func(_ *view, g *grantable) *group { return g.group }),
		many("roles", held, func(_ *view, g *grantable) []*role { return g.roles }),
	}}
}
