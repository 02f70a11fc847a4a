package ixon

import (
	"encoding/json"
	"net/http"
)

func groupOperations() []operation {
	list := rows[group](func(sh *shapes) *schema { return sh.group }, ownBucket(bGroups))
	return member(
		operation{rel: "GroupList", method: "GET", path: "/groups", serve: list.list},
		operation{rel: "GroupList", method: "POST", path: "/groups", right: rightGroups, serve: addGroups},
		operation{rel: "GroupList", method: "PATCH", path: "/groups", right: rightGroups, serve: changeGroups},
		operation{rel: "GroupList", method: "DELETE", path: "/groups", right: rightGroups, serve: removeGroups},
		operation{rel: "GroupRoleList", method: "GET", path: "/groups/roles", noFilters: true, serve: grantableRoles().list},
		operation{rel: "Group", method: "GET", path: "/groups/{publicId}", serve: list.get},
		operation{rel: "Group", method: "PATCH", path: "/groups/{publicId}", right: rightGroups, serve: changeGroups},
		operation{rel: "Group", method: "DELETE", path: "/groups/{publicId}", right: rightGroups, serve: removeGroups},
	)
}

func groupSchema(sort *schema) *schema {
	typeOf := func(v *view, g *group) *groupType { return fetch[groupType](v, v.own(bGroupTypes), g.Type) }
	near := &schema{unasked: "name", fields: []field{
		text("publicId", func(g *group) string { return g.ID }),
		optional("name", func(g *group) string { return g.Name }),
		one("type", sort, typeOf),
	}}
	bare := linkSchema(func(*view, string) string { return "" })
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(g *group) string { return g.ID }),
		optional("name", func(g *group) string { return g.Name }),
		one("type", sort, typeOf),
		raw("custom", "{}", func(g *group) json.RawMessage { return g.Custom }),
		one("agent", bare, func(_ *view, g *group) *link { return linkTo(g.Agent) }),
		never("asset", bare),
		one("parent", near, func(v *view, g *group) *group { return v.group(g.Parent) }),
		one("managedBy", near, func(v *view, g *group) *group { return v.group(g.ManagedBy) }),
		flag("isCompanyGroup", func(g *group) bool { return g.Company }),
	}}
}

func addGroups(c *call) (answer, error) {
	return c.create(func(f *form) string {
		g := &group{}
		g.ID = c.s.publicID()
		f.group(g, true)
		if f.bad {
			return ""
		}
		c.putGroup("CREATE", nil, g)
		return g.ID
	})
}

func (f *form) group(g *group, newborn bool) {
	if name, given := f.text("name", 1, 255, newborn); given {
		g.Name = name
	}
	if id, given := f.ref("type", newborn, false); given {
		g.Type = id
		f.require(f.c.own(bGroupTypes).Get([]byte(id)) != nil, "type")
	}
	if id, given := f.ref("parent", false, true); given {
		g.Parent = id
		f.require(f.c.canStandUnder(g.ID, id), "parent")
	}
	if data, given := f.custom(); given {
		g.Custom = data
	}
}

// canStandUnder holds that a parent exists and no group is its own ancestor.
func (v *view) canStandUnder(id, parent string) bool {
	for parent != "" {
		g := v.group(parent)
		if g == nil || g.ID == id {
			return false
		}
		parent = g.Parent
	}
	return true
}

func changeGroups(c *call) (answer, error) {
	return c.change(func(f *form, id string) {
		before := c.group(id)
		after := &group{}
		if before != nil {
			*after = *before
		}
		f.group(after, false)
		switch {
		case before == nil:
			f.missing()
		case !f.bad:
			c.putGroup("UPDATE", before, after)
		}
	})
}

// removeGroups takes a group's memberships with it; the groups below it move
// to the top. The company's group and those of devices stay.
func removeGroups(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		g := c.group(id)
		switch {
		case g == nil:
			f.missing()
		case g.Company || g.Agent != "":
			f.fault(http.StatusConflict, "This group cannot be removed", "publicId")
		default:
			before := shown(c.view, c.s.shapes.group, g)
			c.dropMemberships(func(m *membership) bool { return m.Group == id })
			c.orphan(id)
			c.Drop(c.own(bGroups), id)
			c.record(&logEntry{Action: "DELETE", Kind: "Group", Before: before})
		}
	})
}

func (v *view) orphan(parent string) {
	for _, g := range every[group](v, v.own(bGroups)) {
		if g.Parent == parent {
			g.Parent = ""
			v.Put(v.own(bGroups), g.ID, g)
		}
	}
}

func (c *call) putGroup(action string, before, after *group) {
	was := shown(c.view, c.s.shapes.group, before)
	c.Put(c.own(bGroups), after.ID, after)
	c.record(&logEntry{Action: action, Kind: "Group",
		Before: was, After: shown(c.view, c.s.shapes.group, after)})
}

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

func groupTypeOperations() []operation {
	list := rows[groupType](func(sh *shapes) *schema { return sh.groupType }, ownBucket(bGroupTypes))
	return member(
		operation{rel: "GroupTypeList", method: "GET", path: "/group-types", serve: list.list},
		operation{rel: "GroupType", method: "GET", path: "/group-types/{publicId}", serve: list.get},
	)
}

func groupTypeSchema() *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(t *groupType) string { return t.ID }),
		text("name", func(t *groupType) string { return t.Name }),
		optional("description", func(t *groupType) string { return t.Description }),
		number("order", func(t *groupType) int64 { return t.Order }),
		optional("color", func(t *groupType) string { return t.Color }),
		raw("custom", "{}", func(*groupType) json.RawMessage { return nil }),
	}}
}
