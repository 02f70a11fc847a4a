package intrexx

import (
	"fmt"
	"net/http"
	"strconv"
)

// createUser is POST /{portal}/users (contract §7.1). New people belong to no
// group.
func (c *call) createUser() (answer, error) {
	u := c.newUser(c.portal)
	if err := c.edit(u); err != nil {
		return answer{}, err
	}
	c.putPortal(c.portal)
	c.putUser(c.portal, u)
	return c.created("creating a user", c.place("users", strconv.Itoa(u.ID)), c.shown(u)), nil
}

// edit lays the body over a person. The password, which is none of the fields
// that are shown, is taken out first.
func (c *call) edit(u *user) error {
	body, err := c.object()
	if err != nil {
		return err
	}
	password, given, err := takePassword(body)
	if err != nil {
		return err
	}
	doc := c.shown(u)
	if err := merge(doc, body); err != nil {
		return err
	}
	idKey := c.choice("user id", "id", "user_id")
	if fmt.Sprint(doc[idKey]) != strconv.Itoa(u.ID) {
		return badRequest("field %q cannot be changed", idKey)
	}
	if err := need(doc, "general_settings.object_name", "account.login_username"); err != nil {
		return err
	}
	login := text(doc, "account.login_username")
	for _, other := range c.users(c.portal) {
		if other.ID != u.ID && text(other.Doc, "account.login_username") == login {
			return conflict("field \"account.login_username\": %s is taken by user %d", login, other.ID)
		}
	}
	u.Doc = without(doc, idKey)
	if given {
		u.setPassword(password, c.view)
	}
	return nil
}

// takePassword removes account.password from a body.
func takePassword(body document) (password string, given bool, err error) {
	account, _ := body["account"].(document)
	value, given := account["password"]
	if !given {
		return "", false, nil
	}
	delete(account, "password")
	password, isText := value.(string)
	if !isText || password == "" {
		return "", false, badRequest("field \"account.password\" must be a string that is not empty")
	}
	return password, true, nil
}

// getUser is GET /{portal}/users/{user-id}.
func (c *call) getUser() (answer, error) {
	u, err := c.user()
	if err != nil {
		return answer{}, err
	}
	return asJSON(http.StatusOK, c.shown(u)), nil
}

// changeUser is PATCH /{portal}/users/{user-id} (contract §7.2).
func (c *call) changeUser() (answer, error) {
	u, err := c.user()
	if err != nil {
		return answer{}, err
	}
	if err := c.edit(u); err != nil {
		return answer{}, err
	}
	c.putUser(c.portal, u)
	return c.done("changing a user", c.shown(u)), nil
}

// deleteUser is DELETE /{portal}/users/{user-id}.
func (c *call) deleteUser() (answer, error) {
	u, err := c.user()
	if err != nil {
		return answer{}, err
	}
	c.drop(c.at("user", numbered(u.ID)))
	return c.done("deleting a user", nil), nil
}
