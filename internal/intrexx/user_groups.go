package intrexx

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// AdministratorsGroup is the group with all rights in a portal made from the
// blank template (§7.4): a reason to ask twice, nothing to rely on.
const AdministratorsGroup = "3"

// UserGroups lists the groups of a user: GET /{portal}/users/{user-id}/groups
// (§7). The members of a group cannot be listed.
func (c *Client) UserGroups(ctx context.Context, userID string) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, "UserGroupList", c.under("users", userID, "groups"))
}

// AddUserToGroup is PUT /{portal}/users/{user-id}/groups/{group-id}, without a
// body (§7.4). It is repeated after a lost answer.
func (c *Client) AddUserToGroup(userID, groupID string) rest.Call[Answer] {
	return c.put("UserGroupAdd", c.under("users", userID, "groups", groupID), nil)
}

// RemoveUserFromGroup is DELETE of the same path (§7). It is repeated after a
// lost answer.
func (c *Client) RemoveUserFromGroup(userID, groupID string) rest.Call[Answer] {
	return c.remove("UserGroupRemove", c.under("users", userID, "groups", groupID))
}
