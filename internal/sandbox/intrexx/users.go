package intrexx

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"unictl/internal/sandbox/service"
)

// user is a person in a portal. Of the password there is only a hash.
type user struct {
	ID     int      `json:"-"` // its key
	Doc    document `json:"doc"`
	Groups []int    `json:"groups,omitempty"` // ids, ascending
	Salt   string   `json:"salt,omitempty"`
	Hash   string   `json:"hash,omitempty"`
}

// numbered is the last part of a key whose order is that of the numbers.
func numbered(id int) string { return fmt.Sprintf("%010d", id) }

// parseID reads the one spelling of a number that an id has.
func parseID(text string) (int, bool) {
	id, err := strconv.Atoi(text)
	return id, err == nil && id > 0 && strconv.Itoa(id) == text
}

// newUser has every field that is known: three of the sample's sections, and
// one field in each of them that was made up (contract §7.1).
func (v *view) newUser(p *portal) *user {
	return &user{ID: p.id(), Doc: document{
		"general_settings": document{"first_name": "", "last_name": "", "object_name": "", v.word("user title"): ""},
		"contact":          document{"email": document{"work": ""}, v.word("user telephone"): ""},
		"account":          document{"login_username": "", v.word("user locked"): false},
	}}
}

func (u *user) setPassword(password string, v *view) {
	u.Salt = v.s.Random.Hex(12)
	u.Hash = service.Hash(u.Salt, password)
}

func (v *view) putUser(p *portal, u *user) { v.put(p.at("user", numbered(u.ID)), u) }

func (v *view) users(p *portal) []*user {
	var all []*user
	for key, u := range each[user](v, p.at("user", "")) {
		id, err := strconv.Atoi(key)
		v.Fail(err)
		u.ID = id
		all = append(all, u)
	}
	return all
}

// join makes the person a member of a group, or keeps it one.
func (u *user) join(group int) {
	if at, member := slices.BinarySearch(u.Groups, group); !member {
		u.Groups = slices.Insert(u.Groups, at, group)
	}
}

// leave reports whether the person was a member.
func (u *user) leave(group int) bool {
	at, member := slices.BinarySearch(u.Groups, group)
	if member {
		u.Groups = slices.Delete(u.Groups, at, at+1)
	}
	return member
}

// user is the one of the path.
func (c *call) user() (*user, error) {
	text := c.param("user")
	if id, ok := parseID(text); ok {
		if u := get[user](c.view, c.at("user", numbered(id))); u != nil {
			u.ID = id
			return u, nil
		}
	}
	return nil, notFound("user", text)
}

// shown is a person as the API tells of one: without the password.
func (v *view) shown(u *user) document {
	return withID(v.choice("user id", "id", "user_id"), u.ID, u.Doc)
}

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

// getUser is GET /{portal}/users/{user-id}. Of the password there is nothing to
// see, or stars.
func (c *call) getUser() (answer, error) {
	u, err := c.user()
	if err != nil {
		return answer{}, err
	}
	doc := c.shown(u)
	if account, ok := doc["account"].(document); ok && c.s.masks && u.Hash != "" {
		account = maps.Clone(account)
		account["password"] = mask
		doc["account"] = account
	}
	return c.reading(doc), nil
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
