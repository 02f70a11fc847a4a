package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// CreateGroup makes a group: POST /{portal}/groups (§7.5). The body's shape is
// not public.
func (c *Client) CreateGroup(body json.RawMessage) rest.Call[Answer] {
	return c.post("GroupCreate", body, "groups")
}

// Group is GET /{portal}/groups/{group-id} (§7). No endpoint lists or changes
// groups.
func (c *Client) Group(id string) rest.Call[rest.Item[Object]] {
	return c.get("GroupGet", "groups", id)
}

// DeleteGroup is DELETE /{portal}/groups/{group-id} (§7). It is repeated after
// a lost answer.
func (c *Client) DeleteGroup(id string) rest.Call[Answer] {
	return c.remove("GroupDelete", "groups", id)
}

// UserGroups lists the groups of a user: GET /{portal}/users/{user-id}/groups
// (§7). The members of a group cannot be listed.
func (c *Client) UserGroups(ctx context.Context, userID string) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, c.at("UserGroupList", http.MethodGet, "users", userID, "groups"))
}

// AddUserToGroup is PUT /{portal}/users/{user-id}/groups/{group-id}, without a
// body (§7.4). It is repeated after a lost answer.
func (c *Client) AddUserToGroup(userID, groupID string) rest.Call[Answer] {
	return c.put("UserGroupAdd", nil, "users", userID, "groups", groupID)
}

// RemoveUserFromGroup is DELETE of the same path (§7). It is repeated after a
// lost answer.
func (c *Client) RemoveUserFromGroup(userID, groupID string) rest.Call[Answer] {
	return c.remove("UserGroupRemove", "users", userID, "groups", groupID)
}
