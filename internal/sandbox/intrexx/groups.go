package intrexx

import (
	"net/http"
	"strconv"
)

// group is one of a portal's.
type group struct {
	ID  int      `json:"-"` // its key
	Doc document `json:"doc"`
}

// newGroup has every field that is known, all of them made up: the body is not
// public (contract §7.5).
func (v *view) newGroup(p *portal) *group {
	return &group{ID: p.id(), Doc: document{v.word("group name"): "", v.word("group description"): "", v.word("group priority"): 50}}
}

func (v *view) putGroup(p *portal, g *group) { v.put(p.at("group", numbered(g.ID)), g) }

func (v *view) groupRow(g *group) document {
	return withID(v.choice("group id", "id", "group_id"), g.ID, g.Doc)
}

// group is the one of the path.
func (c *call) group() (*group, error) {
	text := c.param("group")
	if id, ok := parseID(text); ok {
		if g := c.groupByID(id); g != nil {
			return g, nil
		}
	}
	return nil, notFound("group", text)
}

func (c *call) groupByID(id int) *group {
	g := get[group](c.view, c.at("group", numbered(id)))
	if g != nil {
		g.ID = id
	}
	return g
}

// createGroup is POST /{portal}/groups.
func (c *call) createGroup() (answer, error) {
	g := c.newGroup(c.portal)
	body, err := c.object()
	if err == nil {
		err = merge(g.Doc, body)
	}
	if err == nil {
		err = need(g.Doc, c.word("group name"))
	}
	if err != nil {
		return answer{}, err
	}
	c.putPortal(c.portal)
	c.putGroup(c.portal, g)
	return c.created("creating a group", c.place("groups", strconv.Itoa(g.ID)), c.groupRow(g)), nil
}

// getGroup is GET /{portal}/groups/{group-id}.
func (c *call) getGroup() (answer, error) {
	g, err := c.group()
	if err != nil {
		return answer{}, err
	}
	return asJSON(http.StatusOK, c.groupRow(g)), nil
}

// deleteGroup is DELETE /{portal}/groups/{group-id}. Its members lose it.
func (c *call) deleteGroup() (answer, error) {
	g, err := c.group()
	if err != nil {
		return answer{}, err
	}
	c.drop(c.at("group", numbered(g.ID)))
	for _, u := range c.users(c.portal) {
		if u.leave(g.ID) {
			c.putUser(c.portal, u)
		}
	}
	return c.done("deleting a group", nil), nil
}

// groupsOf is GET /{portal}/users/{user-id}/groups.
func (c *call) groupsOf() (answer, error) {
	u, err := c.user()
	if err != nil {
		return answer{}, err
	}
	var rows []document
	for _, id := range u.Groups {
		if g := c.groupByID(id); g != nil {
			rows = append(rows, c.groupRow(g))
		}
	}
	return c.list("groups", rows), nil
}

// membership is the person and the group of the path.
func (c *call) membership() (*user, *group, error) {
	u, err := c.user()
	if err != nil {
		return nil, nil, err
	}
	g, err := c.group()
	return u, g, err
}

// joinGroup is PUT /{portal}/users/{user-id}/groups/{group-id}, without a body
// (contract §7.4). Who is a member stays one.
func (c *call) joinGroup() (answer, error) {
	u, g, err := c.membership()
	if err != nil {
		return answer{}, err
	}
	u.join(g.ID)
	c.putUser(c.portal, u)
	return empty(http.StatusNoContent), nil
}

// leaveGroup is DELETE /{portal}/users/{user-id}/groups/{group-id}.
func (c *call) leaveGroup() (answer, error) {
	u, g, err := c.membership()
	if err != nil {
		return answer{}, err
	}
	if !u.leave(g.ID) {
		return answer{}, refuse(http.StatusNotFound, "user %d is not in group %d", u.ID, g.ID)
	}
	c.putUser(c.portal, u)
	return c.done("leaving a group", nil), nil
}
