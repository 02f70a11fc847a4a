package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// CreateGroup makes a group: POST /{portal}/groups (§7.5). The body's shape is
// not public.
func (c *Client) CreateGroup(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("GroupCreate", http.MethodPost, c.under("groups"), body))
}

// Group is GET /{portal}/groups/{group-id} (§7). No endpoint lists or changes
// groups.
func (c *Client) Group(id string) rest.Call[rest.Item[Object]] {
	return c.get("GroupGet", c.under("groups", id))
}

// DeleteGroup is DELETE /{portal}/groups/{group-id} (§7). It is repeated after
// a lost answer.
func (c *Client) DeleteGroup(id string) rest.Call[Answer] {
	return c.remove("GroupDelete", c.under("groups", id))
}
