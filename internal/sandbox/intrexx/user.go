package intrexx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
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
	u.Salt = v.s.random.Hex(12)
	u.Hash = hashOf(u.Salt, password)
}

func hashOf(salt, secret string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

func (v *view) putUser(p *portal, u *user) { v.put(p.at("user", numbered(u.ID)), u) }

func (v *view) users(p *portal) []*user {
	var all []*user
	for key, u := range each[user](v, p.at("user", "")) {
		id, err := strconv.Atoi(key)
		v.fail(err)
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
