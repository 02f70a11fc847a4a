package ixon

import (
	"net/http"
	"slices"
)

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
