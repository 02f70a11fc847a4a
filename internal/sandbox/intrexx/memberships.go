package intrexx

import "net/http"

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
