package ixon

import (
	"encoding/json"
	"net/http"
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
			c.drop(c.own(bRoles), id)
			c.record(&logEntry{Action: "DELETE", Kind: "Role", Target: id, Label: r.Name, Before: before})
		}
	})
}

func (c *call) putRole(action string, before, after *role) {
	was := shown(c.view, c.s.shapes.role, before)
	c.save(c.own(bRoles), after.ID, after)
	c.record(&logEntry{Action: action, Kind: "Role", Target: after.ID, Label: after.Name,
		Before: was, After: shown(c.view, c.s.shapes.role, after)})
}
