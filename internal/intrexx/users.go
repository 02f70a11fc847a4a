package intrexx

import (
	"encoding/json"

	"unictl/internal/rest"
)

// User is a user as it is created or changed, with the sections and fields of
// the vendor's samples (§7.1, §7.2); what is "" is left out.
type User struct {
	General UserGeneral `json:"general_settings,omitzero"`
	Contact UserContact `json:"contact,omitzero"`
	Account UserAccount `json:"account,omitzero"`
}

// UserGeneral is how the user is called.
type UserGeneral struct {
	FirstName  string `json:"first_name,omitempty"`
	LastName   string `json:"last_name,omitempty"`
	ObjectName string `json:"object_name,omitempty"`
}

// UserContact is how the user is reached.
type UserContact struct {
	Email UserEmail `json:"email,omitzero"`
}

// UserEmail is the user's addresses.
type UserEmail struct {
	Work string `json:"work,omitempty"`
}

// UserAccount is what the user logs in with. Without a password a new account
// presumably has none. The portal administrator's own password stands in the
// server's admin-api.yaml as well: until it is changed there too, the API cannot
// reach the portal (§9).
type UserAccount struct {
	LoginUsername string `json:"login_username,omitempty"`
	Password      string `json:"password,omitempty"`
}

// Body is u as JSON.
func (u User) Body() json.RawMessage { return encode(u) }

// CreateUser makes a user: POST /{portal}/users (§7.1), with User.Body or more.
// The answer's ID is the new user's: no endpoint lists or finds users, so that
// it is not to be had again.
func (c *Client) CreateUser(body json.RawMessage) rest.Call[Answer] {
	return c.post("UserCreate", body, "users")
}

// User is GET /{portal}/users/{user-id} (§7).
func (c *Client) User(id string) rest.Call[rest.Item[Object]] {
	return c.get("UserGet", "users", id)
}

// UpdateUser changes the properties that the body names: PATCH
// /{portal}/users/{user-id} (§7.2).
func (c *Client) UpdateUser(id string, body json.RawMessage) rest.Call[Answer] {
	return c.patch("UserUpdate", body, "users", id)
}

// DeleteUser is DELETE /{portal}/users/{user-id} (§7.3). It is repeated after a
// lost answer.
func (c *Client) DeleteUser(id string) rest.Call[Answer] {
	return c.remove("UserDelete", "users", id)
}
