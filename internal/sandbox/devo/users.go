package devo

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

const (
	roleAdmin = "ADMIN"
	roleOwner = "OWNER" // in creations alone
	roleNone  = "NO_PRIVILEGES"

	statusActive  = "active"
	statusPending = "pending"

	codeOwner     = 112 // contract §6
	codeNotActive = 116
)

// user is somebody in a domain (contract §6).
type user struct {
	Domain   string   `json:"domain"`
	Email    string   `json:"email"`
	Roles    []string `json:"roles"`
	Owner    bool     `json:"owner"`
	Status   string   `json:"status"`
	External string   `json:"external,omitempty"`
}

// profile is what the platform knows of an address.
type profile struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

func (v *view) users() *bolt.Bucket  { return v.Root.Bucket([]byte(bUsers)) }
func (v *view) people() *bolt.Bucket { return v.Root.Bucket([]byte(bPeople)) }

// user finds one by domain and address; nil when there is none.
func (v *view) user(domain, email string) *user {
	return service.Get[user](&v.State, v.users(), domain+"\n"+email)
}

func (v *view) person(email string) *profile {
	return service.Get[profile](&v.State, v.people(), email)
}

func (v *view) putUser(u *user) { v.Put(v.users(), u.Domain+"\n"+u.Email, u) }

// usersOf are the users of a domain by address.
func (v *view) usersOf(domain string) (all []*user) {
	v.Fail(v.users().ForEach(func(k, stored []byte) error {
		if strings.HasPrefix(string(k), domain+"\n") {
			all = append(all, service.Decode[user](&v.State, string(k), stored))
		}
		return nil
	}))
	return all
}

// row is a user as answers show it.
func (v *view) row(u *user) json.RawMessage {
	name := ""
	if p := v.person(u.Email); p != nil {
		name = p.Name
	}
	return encodeObject([]field{
		{"email", u.Email}, {"userName", name}, {"role", strings.Join(u.Roles, ",")}, {"domain", u.Domain},
		{"owner", u.Owner}, {"status", u.Status},
	})
}

func (c *call) shows(u *user) answer { return answer{Kind: mediaJSON, Body: c.row(u)} }

func listUsers(c *call) (answer, error) {
	var rows []json.RawMessage
	for _, u := range c.usersOf(c.account) {
		rows = append(rows, c.row(u))
	}
	return jsonList(rows), nil
}

func getPerson(c *call) (answer, error) {
	p := c.person(c.values["email"])
	if p == nil {
		return answer{}, refuse(http.StatusNotFound, "User %s not found", c.values["email"])
	}
	return answer{Kind: mediaJSON, Body: encodeObject([]field{{"email", p.Email}, {"userName", p.Name}, {"phone", p.Phone}, {"id", p.ID}})}, nil
}

func (c *call) personByID() (*profile, error) {
	var found *profile
	c.Fail(c.people().ForEach(func(k, stored []byte) error {
		if p := service.Decode[profile](&c.State, string(k), stored); p != nil && p.ID == c.values["id"] {
			found = p
		}
		return nil
	}))
	if found == nil {
		return nil, refuse(http.StatusNotFound, "User %s not found", c.values["id"])
	}
	return found, nil
}

func getPersonByID(c *call) (answer, error) {
	p, err := c.personByID()
	if err != nil {
		return answer{}, err
	}
	c.values["email"] = p.Email
	return getPerson(c)
}

// named is the user of the path, by address or external id.
func (c *call) named() (*user, error) {
	if external := c.values["external"]; external != "" {
		for _, u := range c.usersOf(c.account) {
			if u.External == external {
				return u, nil
			}
		}
		return nil, refuse(http.StatusNotFound, "User %s not found in domain %s", external, c.account)
	}
	if u := c.user(c.account, c.values["email"]); u != nil {
		return u, nil
	}
	return nil, refuse(http.StatusNotFound, "User %s not found in domain %s", c.values["email"], c.account)
}

func getUser(c *call) (answer, error) {
	u, err := c.named()
	if err != nil {
		return answer{}, err
	}
	return c.shows(u), nil
}

func createInternal(c *call) (answer, error) { return c.createUser(false) }
func createExternal(c *call) (answer, error) { return c.createUser(true) }

// createUser adds an address to a domain. One that the platform knows keeps its
// name and phone (contract §6).
func (c *call) createUser(external bool) (answer, error) {
	known := []string{"domain", "userName", "email", "role", "phone"}
	if external {
		known = append(known, "externalId")
	}
	in, err := c.properties(known...)
	if err != nil {
		return answer{}, err
	}
	if in["domain"] != "" || c.multitenant() {
		if err := c.reach(in["domain"]); err != nil {
			return answer{}, err
		}
	}
	skip := c.r.URL.Query().Get("skipMailValidation") == "true"
	if err := c.checkCreation(in, external, skip); err != nil {
		return answer{}, err
	}
	p := c.person(in["email"])
	if p == nil {
		p = &profile{ID: c.ids.Hex(4) + "-" + c.ids.Hex(2), Email: in["email"], Name: in["userName"], Phone: in["phone"]}
		if p.Name == "" {
			p.Name, _, _ = strings.Cut(in["email"], "@")
		}
		c.Put(c.people(), p.Email, p)
	}
	u := &user{Domain: c.account, Email: in["email"], Roles: []string{in["role"]}, Status: statusPending, External: in["externalId"]}
	if skip || external {
		u.Status = statusActive
	}
	if in["role"] == roleOwner {
		u.Roles, u.Owner = []string{roleAdmin}, true
	}
	c.putUser(u)
	return c.shows(u), nil
}

func (c *call) checkCreation(in map[string]string, external, skip bool) error {
	local, host, _ := strings.Cut(in["email"], "@")
	owned := slices.ContainsFunc(c.usersOf(c.account), func(u *user) bool { return u.Owner })
	switch {
	case local == "" || host == "" || strings.ContainsAny(in["email"], " \t\r\n"):
		return badRequest("Property email is not an e-mail address")
	case c.user(c.account, in["email"]) != nil:
		return refuse(http.StatusConflict, "User %s is already in domain %s", in["email"], c.account)
	case external && in["externalId"] == "":
		return badRequest("Property externalId is required")
	case external && in["role"] == roleOwner:
		return badRequest("External users can not be owners")
	case !owned && in["role"] != roleOwner:
		return badRequest("The first user of a domain must be its owner")
	case owned && in["role"] == roleOwner:
		return badRequest("Domain %s already has an owner", c.account)
	case in["role"] == roleOwner:
		return c.forMultitenant("Role OWNER")
	case !slices.Contains(roles(), in["role"]):
		return badRequest("Role %s does not exist", in["role"])
	case skip && c.person(in["email"]) == nil:
		return badRequest("skipMailValidation is for users of the platform")
	case skip:
		return c.forMultitenant("skipMailValidation")
	}
	return nil
}

// updatePerson leaves what is null as it is (contract §6).
func updatePerson(c *call) (answer, error) {
	in, err := c.properties("email", "userName", "phone")
	if err != nil {
		return answer{}, err
	}
	found, err := c.personByID()
	if err != nil {
		return answer{}, err
	}
	for name, value := range map[string]*string{"userName": &found.Name, "phone": &found.Phone} {
		if text, given := in[name]; given {
			if text == "" && name != "phone" {
				return answer{}, badRequest("Property %s must not be empty", name)
			}
			*value = text
		}
	}
	if to := in["email"]; to != "" && to != found.Email {
		if c.person(to) != nil {
			return answer{}, refuse(http.StatusConflict, "User %s exists", to)
		}
		for _, domain := range domains() {
			if u := c.user(domain, found.Email); u != nil {
				c.Drop(c.users(), domain+"\n"+found.Email)
				u.Email = to
				c.putUser(u)
			}
		}
		c.Drop(c.people(), found.Email)
		found.Email = to
	}
	c.Put(c.people(), found.Email, found)
	c.values["email"] = found.Email
	return getPerson(c)
}

func enableUser(c *call) (answer, error) {
	u, err := c.named()
	if err == nil && u.Status == statusActive {
		err = badRequest("Error enabling an active user. User %s at domain %s", u.Email, u.Domain)
	}
	return c.switched(u, statusActive, err)
}

func disableUser(c *call) (answer, error) {
	u, err := c.named()
	switch {
	case err != nil:
	case u.Owner:
		err = badRequest("Domain owner can not be disabled")
	case u.Status != statusActive:
		p := badRequest("Error disabling a non inactive user. User %s at domain %s", u.Email, u.Domain) // its own words
		p.code = codeNotActive
		err = p
	}
	return c.switched(u, c.made.Disabled, err)
}

func (c *call) switched(u *user, status string, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	u.Status = status
	c.putUser(u)
	return c.shows(u), nil
}

// deleteUser takes a user out of a domain, and off the platform when it was the
// last one (contract §6).
func deleteUser(c *call) (answer, error) {
	u, err := c.named()
	if err != nil {
		return answer{}, err
	}
	if u.Owner {
		p := badRequest("Domain owner can not be deleted")
		p.code = codeOwner
		return answer{}, p
	}
	c.Drop(c.users(), u.Domain+"\n"+u.Email)
	if !slices.ContainsFunc(domains(), func(d string) bool { return c.user(d, u.Email) != nil }) {
		c.Drop(c.people(), u.Email)
	}
	return answer{}, nil
}

// setRoles takes one role from the path, or a list from the body.
func setRoles(c *call) (answer, error) {
	u, err := c.named()
	if err != nil {
		return answer{}, err
	}
	wanted := []string{c.values["role"]}
	if wanted[0] == "" {
		if wanted, err = c.rolesGiven(); err != nil {
			return answer{}, err
		}
	}
	return c.withRoles(u, wanted)
}

func removeRoles(c *call) (answer, error) {
	u, err := c.named()
	if err != nil {
		return answer{}, err
	}
	gone, err := c.rolesGiven()
	if err != nil {
		return answer{}, err
	}
	for _, name := range gone {
		if !slices.Contains(u.Roles, name) {
			return answer{}, badRequest("User %s does not have role %s", u.Email, name)
		}
	}
	return c.withRoles(u, slices.DeleteFunc(u.Roles, func(name string) bool { return slices.Contains(gone, name) }))
}

func (c *call) rolesGiven() ([]string, error) {
	var in struct {
		Roles []string `json:"roles"`
	}
	if err := json.Unmarshal(c.body, &in); err != nil || len(in.Roles) == 0 {
		return nil, badRequest("Property roles is required")
	}
	return in.Roles, nil
}

// withRoles holds what the contract says of roles (§6).
func (c *call) withRoles(u *user, wanted []string) (answer, error) {
	for i, name := range wanted {
		switch {
		case !slices.Contains(roles(), name):
			return answer{}, badRequest("Role %s does not exist", name)
		case slices.Contains(wanted[:i], name):
			return answer{}, badRequest("Role %s is given twice", name)
		}
	}
	switch {
	case len(wanted) == 0:
		return answer{}, badRequest("A user needs at least one role")
	case len(wanted) > 1 && slices.Contains(wanted, roleAdmin):
		return answer{}, badRequest("Role ADMIN can not be combined with others")
	case u.Owner && !slices.Contains(wanted, roleAdmin):
		return answer{}, badRequest("Domain owner must be ADMIN")
	}
	u.Roles = wanted
	c.putUser(u)
	return c.shows(u), nil
}
