package ixon

import (
	"encoding/json"
	"net/http"
	"slices"
)

func roleOperations() []operation {
	list := rows[role](func(sh *shapes) *schema { return sh.role }, ownBucket(bRoles))
	return member(
		operation{rel: "RoleList", method: "GET", path: "/roles", noFilters: true, serve: list.list},
		operation{rel: "RoleList", method: "POST", path: "/roles", right: rightUsers, serve: addRoles},
		operation{rel: "RoleList", method: "PATCH", path: "/roles", right: rightUsers, serve: changeRoles},
		operation{rel: "RoleList", method: "DELETE", path: "/roles", right: rightUsers, serve: removeRoles},
		operation{rel: "Role", method: "GET", path: "/roles/{publicId}", noFilters: true, serve: list.get},
		operation{rel: "Role", method: "PATCH", path: "/roles/{publicId}", right: rightUsers, serve: changeRoles},
		operation{rel: "Role", method: "DELETE", path: "/roles/{publicId}", right: rightUsers, serve: removeRoles},
	)
}

func roleSchema(granted, heard *schema) *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(r *role) string { return r.ID }),
		text("name", func(r *role) string { return r.Name }),
		optional("description", func(r *role) string { return r.Description }),
		flag("enforce2fa", func(r *role) bool { return r.Enforce2FA }),
		flag("enforceSso", func(r *role) bool { return r.EnforceSSO }),
		many("permissions", granted, func(_ *view, r *role) []*permission {
			out := make([]*permission, len(r.Permissions))
			for i, id := range r.Permissions {
				out[i] = &permission{entity{id}}
			}
			return out
		}),
		many("audiences", heard, func(v *view, r *role) []*audience {
			var out []*audience
			for _, id := range r.Audiences {
				if a := fetch[audience](v, v.own(bAudiences), id); a != nil {
					out = append(out, a)
				}
			}
			return out
		}),
		raw("custom", "{}", func(r *role) json.RawMessage { return r.Custom }),
	}}
}

func addRoles(c *call) (answer, error) {
	return c.create(func(f *form) string {
		r := &role{}
		r.ID = c.s.publicID()
		f.role(r, true)
		if ids, given := f.refs("permissions"); given {
			r.Permissions = f.permissions("permissions", ids)
		}
		if ids, given := f.refs("audiences"); given {
			r.Audiences = f.audiences("audiences", ids)
		}
		if f.bad {
			return ""
		}
		c.putRole("CREATE", nil, r)
		return r.ID
	})
}

// role reads the properties that both creating and changing a role have.
func (f *form) role(r *role, newborn bool) {
	if name, given := f.text("name", 1, 255, newborn); given {
		r.Name = name
	}
	setNullText(f, "description", 0, 255, &r.Description)
	if on, given := f.flag("enforce2fa"); given {
		// Whoever demands a second factor must have one (contract §6.4).
		f.require(!on || r.Enforce2FA || f.c.caller.OTP != "", "enforce2fa")
		r.Enforce2FA = on
	}
	if on, given := f.flag("enforceSso"); given {
		r.EnforceSSO = on
	}
	if data, given := f.custom(); given {
		r.Custom = data
	}
}

func changeRoles(c *call) (answer, error) {
	return c.change(func(f *form, id string) {
		before := c.role(id)
		after := &role{}
		if before != nil {
			*after = *before
		}
		f.role(after, false)
		switch {
		case before == nil:
			f.missing()
		case !f.bad:
			c.putRole("UPDATE", before, after)
		}
	})
}

func removeRoles(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		r := c.role(id)
		switch {
		case r == nil:
			f.missing()
		case r.Fixed:
			f.fault(http.StatusConflict, "This role cannot be removed", "publicId")
		case c.anyMembership(func(m *membership) bool { return m.Role == id }):
			f.fault(http.StatusConflict, "This role is in use.", "publicId")
		default:
			before := shown(c.view, c.s.shapes.role, r)
			c.Drop(c.own(bRoles), id)
			c.record(&logEntry{Action: "DELETE", Kind: "Role", Before: before})
		}
	})
}

func (c *call) putRole(action string, before, after *role) {
	was := shown(c.view, c.s.shapes.role, before)
	c.Put(c.own(bRoles), after.ID, after)
	c.record(&logEntry{Action: action, Kind: "Role",
		Before: was, After: shown(c.view, c.s.shapes.role, after)})
}

// roleList is one of the two lists a role carries, changed item by item
// instead of by PATCH (contract §6.4).
type roleList struct {
	name  string
	of    func(*role) *[]string
	check func(f *form, property string, ids []string) []string
}

func roleListOperations() []operation {
	lists := []roleList{
		{"permissions", func(r *role) *[]string { return &r.Permissions }, (*form).permissions},
		{"audiences", func(r *role) *[]string { return &r.Audiences }, (*form).audiences},
	}
	var ops []operation
	for i, rel := range []string{"RolePermission", "RoleAudience"} {
		l, path := lists[i], "/roles/{publicId}/"+lists[i].name
		ops = append(ops,
			operation{rel: rel + "List", method: "POST", path: path, right: rightUsers, serve: l.edit(add)},
			operation{rel: rel + "List", method: "PUT", path: path, right: rightUsers, serve: l.edit(replace)},
			operation{rel: rel + "List", method: "DELETE", path: path, right: rightUsers, serve: l.edit(subtract)},
			operation{rel: rel, method: "DELETE", path: "/roles/{parentId}/" + l.name + "/{publicId}", right: rightUsers, serve: l.removeOne},
		)
	}
	return member(ops...)
}

func add(have, ids []string) []string {
	for _, id := range ids {
		if !slices.Contains(have, id) {
			have = append(have, id)
		}
	}
	return have
}

func replace(_, ids []string) []string { return add(nil, ids) }

func subtract(have, ids []string) []string {
	return slices.DeleteFunc(have, func(id string) bool { return slices.Contains(ids, id) })
}

func (l roleList) edit(combine func(have, ids []string) []string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		r := c.role(c.param("publicId"))
		if r == nil {
			return answer{}, notFound()
		}
		var ids []string
		_, err := c.each(func(f *form) {
			id, _ := f.text("publicId", 1, 255, true)
			ids = append(ids, l.check(f, "publicId", []string{id})...)
		})
		if err != nil {
			return answer{}, err
		}
		after := *r
		list := l.of(&after)
		*list = combine(slices.Clone(*list), ids)
		c.putRole("UPDATE", r, &after)
		return nothing(), nil
	}
}

func (l roleList) removeOne(c *call) (answer, error) {
	r := c.role(c.param("parentId"))
	if r == nil || !slices.Contains(*l.of(r), c.param("publicId")) {
		return answer{}, notFound()
	}
	after := *r
	list := l.of(&after)
	*list = subtract(slices.Clone(*list), []string{c.param("publicId")})
	c.putRole("UPDATE", r, &after)
	return nothing(), nil
}

// permissions checks ids that exist and that the caller may pass on.
func (f *form) permissions(property string, ids []string) []string {
	for _, id := range ids {
		if f.c.shared(bPermissions).Get([]byte(id)) == nil {
			f.require(false, property)
		}
	}
	if !f.bad && !f.c.rightsOf(f.c.caller.ID).mayGrant(ids) {
		f.fault(http.StatusForbidden, msgDenied, property)
	}
	return add(nil, ids)
}

func (f *form) audiences(property string, ids []string) []string {
	for _, id := range ids {
		if f.c.own(bAudiences).Get([]byte(id)) == nil {
			f.require(false, property)
		}
	}
	return add(nil, ids)
}

func permissionSchema() *schema {
	return &schema{fields: []field{
		text("publicId", func(p *permission) string { return p.ID }),
		raw("custom", "{}", func(*permission) json.RawMessage { return nil }),
	}}
}

func audienceOperations() []operation {
	list := rows[audience](func(sh *shapes) *schema { return sh.audience }, ownBucket(bAudiences))
	return member(
		operation{rel: "AudienceList", method: "GET", path: "/audiences", serve: list.list},
		operation{rel: "Audience", method: "GET", path: "/audiences/{publicId}", serve: list.get},
	)
}

func audienceSchema() *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(a *audience) string { return a.ID }),
		text("name", func(a *audience) string { return a.Name }),
		optional("description", func(a *audience) string { return a.Description }),
		flag("default", func(a *audience) bool { return a.Default }),
		optional("type", func(a *audience) string { return a.Type }),
		raw("custom", "{}", func(*audience) json.RawMessage { return nil }),
	}}
}
