package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Role is a role of the domain. Of its members only the name is known (§6).
type Role struct {
	Name string `json:"name"`
}

// Roles lists the roles of the domain: GET of /domain/{domain}/roles (§6). Which
// of the basic roles stand in it is not public.
func (c *Client) Roles(ctx context.Context) iter.Seq2[rest.Item[Role], error] {
	return probioList(ctx, c, "RoleList", probioPath("domain", c.settings.Account, "roles"), func(raw json.RawMessage) (rest.Item[Role], error) {
		if first(raw) == '"' {
			item := rest.Item[Role]{Raw: raw}
			return item, json.Unmarshal(raw, &item.Value.Name)
		}
		item, err := rest.DecodeItem[Role](raw)
		if err == nil && item.Value.Name == "" {
			err = errors.New("a role has no name")
		}
		return item, err
	})
}

// SetRoles is PUT of …/role: the user has these roles then and no others (§6;
// the form of the body is read from the description of its parameter).
func (c *Client) SetRoles(email string, roles []string) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserRolesSet", Method: http.MethodPut, Path: c.userPath(email, "role"), Body: rolesBody(roles), Idempotent: true})
}

// RemoveRoles is DELETE of …/role with the roles that go (§6).
func (c *Client) RemoveRoles(email string, roles []string) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserRolesRemove", Method: http.MethodDelete, Path: c.userPath(email, "role"), Body: rolesBody(roles)})
}

func rolesBody(roles []string) []byte {
	return encode(struct {
		Roles []string `json:"roles"`
	}{roles})
}
