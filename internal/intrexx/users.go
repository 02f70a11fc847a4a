package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// UserCreate is a new user, with the fields of the vendor's samples (§7.1);
// what is "" is left out. Without a password the account presumably has none.
type UserCreate struct {
	FirstName     string
	LastName      string
	ObjectName    string
	Email         string // at work
	LoginUsername string
	Password      string
}

// Body is u in the sections of §7.1.
func (u UserCreate) Body() json.RawMessage {
	return encode(userBody{
		General: userGeneral{u.FirstName, u.LastName, u.ObjectName},
		Contact: userContact{userEmail{u.Email}},
		Account: userAccount{u.LoginUsername, u.Password},
	})
}

// UserPassword is the body of UpdateUser that sets a password (§7.2). The
// portal administrator's own password stands in the server's admin-api.yaml as
// well: until it is changed there too, the API cannot reach the portal (§9).
func UserPassword(password string) json.RawMessage {
	return encode(userBody{Account: userAccount{Password: password}})
}

type userBody struct {
	General userGeneral `json:"general_settings,omitzero"`
	Contact userContact `json:"contact,omitzero"`
	Account userAccount `json:"account,omitzero"`
}

type userGeneral struct {
	FirstName  string `json:"first_name,omitempty"`
	LastName   string `json:"last_name,omitempty"`
	ObjectName string `json:"object_name,omitempty"`
}

type userContact struct {
	Email userEmail `json:"email,omitzero"`
}

type userEmail struct {
	Work string `json:"work,omitempty"`
}

type userAccount struct {
	LoginUsername string `json:"login_username,omitempty"`
	Password      string `json:"password,omitempty"`
}

// CreateUser makes a user: POST /{portal}/users (§7.1), with UserCreate.Body or
// more. The answer's ID is the new user's: no endpoint lists or finds users, so
// that it is not to be had again.
func (c *Client) CreateUser(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("UserCreate", http.MethodPost, c.under("users"), body))
}

// User is GET /{portal}/users/{user-id} (§7).
func (c *Client) User(id string) rest.Call[rest.Item[Object]] {
	return c.get("UserGet", c.under("users", id))
}

// UpdateUser changes the properties that the body names: PATCH
// /{portal}/users/{user-id} (§7.2).
func (c *Client) UpdateUser(id string, body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("UserUpdate", http.MethodPatch, c.under("users", id), body))
}

// DeleteUser is DELETE /{portal}/users/{user-id} (§7.3). It is repeated after a
// lost answer.
func (c *Client) DeleteUser(id string) rest.Call[Answer] {
	return c.remove("UserDelete", c.under("users", id))
}
