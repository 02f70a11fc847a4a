package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unictl/internal/rest"
)

// Role names that Devo gives a meaning (§6).
const (
	RoleAdmin        = "ADMIN" // stands alone
	RoleOwner        = "OWNER" // in creations; kept as RoleAdmin and owner
	RoleNoPrivileges = "NO_PRIVILEGES"
)

// StatusActive is the status of a user who may sign in; another one that is known
// is "pending". That of a disabled user is not public (§6).
const StatusActive = "active"

// User is a user of a domain (§6). An absent field is the zero value.
type User struct {
	Email    string
	UserName string
	Roles    []string
	Domain   string
	Owner    bool
	Status   string // StatusActive, "pending", …
}

// userWire is User in the forms that were seen: the roles in one text with
// commas, and as a list beside it.
type userWire struct {
	Email    string  `json:"email"`
	UserName string  `json:"userName"`
	Role     commaed `json:"role" sent:"sometimes"`
	RoleList commaed `json:"roleList" sent:"sometimes"`
	Domain   string  `json:"domain" sent:"sometimes"`
	Owner    bool    `json:"owner"`
	Status   string  `json:"status"`
}

// UnmarshalJSON passes over what it does not know.
func (u *User) UnmarshalJSON(data []byte) error {
	var w userWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	u.of(w)
	return nil
}

// ReadAs names the type whose members are read.
func (User) ReadAs() any { return userWire{} }

// UnmarshalOdd reads what can be read, see rest.Tolerate.
func (u *User) UnmarshalOdd(data []byte, err error) (rest.Odd, error) {
	var w userWire
	odd, err := rest.Tolerate(data, &w, err)
	if err == nil {
		u.of(w)
	}
	return odd, err
}

func (u *User) of(w userWire) {
	roles := w.Role
	if len(roles) == 0 {
		roles = w.RoleList
	}
	*u = User{Email: w.Email, UserName: w.UserName, Roles: roles, Domain: w.Domain, Owner: w.Owner, Status: w.Status}
}

// HasRole reports whether the user has a role, named letter by letter.
func (u User) HasRole(name string) bool { return slices.Contains(u.Roles, name) }

// Active reports that the user may sign in.
func (u User) Active() bool { return u.Status == StatusActive }

// UserMembers are the members of a user that changes are decided by.
func UserMembers() []string { return []string{"email", "role", "owner", "status"} }

// commaed is a list that the service writes as one text with commas; a JSON list
// is read as well.
type commaed []string

func (s *commaed) UnmarshalJSON(data []byte) error {
	if first(data) == '[' {
		return json.Unmarshal(data, (*[]string)(s))
	}
	var text string // stays empty for null
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = nil
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			*s = append(*s, part)
		}
	}
	return nil
}

var errNoEmail = errors.New("a user has no address")

func readUser(raw json.RawMessage) (rest.Item[User], error) {
	if first(raw) != '{' {
		return rest.Item[User]{}, errors.New("a user is not an object")
	}
	item, err := rest.DecodeItem[User](raw)
	if err == nil && item.Value.Email == "" {
		err = errNoEmail
	}
	return item, err
}

// Users lists the users of the domain: GET of /user/domain/{domain}, the whole
// list in one answer (§6).
func (c *Client) Users(ctx context.Context) iter.Seq2[rest.Item[User], error] {
	return probioList(ctx, c, "UserList", probioPath("user", "domain", c.settings.Account), readUser)
}

// User is GET of one user of the domain, by address (§6).
func (c *Client) User(email string) rest.Call[rest.Item[User]] {
	return object(c, "User", c.userPath(email), readUser)
}

// Person is what the platform knows of an address, whatever domain it is in
// (§6).
type Person struct {
	ID       ID
	Email    string
	UserName string
	Phone    string
}

type personWire struct {
	ID       ID     `json:"id"`
	Email    string `json:"email"`
	UserName string `json:"userName"`
	Phone    string `json:"phone"`
}

func readPerson(raw json.RawMessage) (rest.Item[Person], error) {
	item, err := rest.DecodeItem[personWire](raw)
	return rest.Item[Person]{Value: Person(item.Value), Raw: item.Raw, Odd: item.Odd}, err
}

// Person is GET of /user/email/{email} (§6).
func (c *Client) Person(email string) rest.Call[rest.Item[Person]] {
	return object(c, "UserByEmail", probioPath("user", "email", email), readPerson)
}

// PersonByID is GET of /user/internal/{id}, with the id of Person (§6).
func (c *Client) PersonByID(id ID) rest.Call[rest.Item[Person]] {
	return object(c, "UserByID", probioPath("user", "internal", string(id)), readPerson)
}

// UserByExternalID is GET of /user/external/{id}/domain/{domain} (§6).
func (c *Client) UserByExternalID(id string) rest.Call[rest.Item[User]] {
	return object(c, "UserByExternalID", probioPath("user", "external", id, "domain", c.settings.Account), readUser)
}

// UserCreate describes a user who is added to the domain (§6); fields left empty
// are not sent.
type UserCreate struct {
	Email      string `json:"email,omitempty"`
	UserName   string `json:"userName,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Role       string `json:"role,omitempty"`
	Domain     string `json:"domain,omitempty"`
	ExternalID string `json:"externalId,omitempty"` // makes an external user
}

// CreateUser is POST of /user/internal, or of /user/external for one with an
// external id. It adds an address that the platform knows to the domain, too.
// skipMailValidation is sent where it is true. It is never repeated after a lost
// answer.
func (c *Client) CreateUser(u UserCreate, skipMailValidation bool) rest.Call[Object] {
	u.Domain = c.settings.Account
	return c.createUser(encode(u), u.ExternalID != "", skipMailValidation)
}

// CreateUserRaw is CreateUser with a body of the caller's: for fields that are
// not public. A body that is not a JSON object, and one for another domain, is a
// *rest.Error of kind BadInput.
func (c *Client) CreateUserRaw(body json.RawMessage, skipMailValidation bool) (rest.Call[Object], error) {
	var known UserCreate
	if first(body) != '{' || json.Unmarshal(body, &known) != nil {
		return rest.Call[Object]{}, badInput("the body of a new user must be a JSON object with texts", `it looks like {"email":"…","userName":"…","role":"…","domain":"`+c.settings.Account+`"}`)
	}
	if known.Domain != c.settings.Account {
		return rest.Call[Object]{}, badInput("the body is for the domain "+strconv.Quote(rest.Line(known.Domain))+", and the account in use is "+c.settings.Account,
			"the member domain and the account must be one: --account names another account")
	}
	return c.createUser(body, known.ExternalID != "", skipMailValidation), nil
}

func (c *Client) createUser(body []byte, external, skipMailValidation bool) rest.Call[Object] {
	r := rest.Request{Name: "UserCreate", Method: http.MethodPost, Path: probioPath("user", "internal"), Body: body}
	if external {
		r.Path = probioPath("user", "external")
	}
	if skipMailValidation {
		r.Query = []rest.Param{{Name: "skipMailValidation", Value: "true"}}
	}
	return c.provision(r)
}

// UpdateUser is PUT of /user/internal/{id}: fields that are not in the body stay
// as they are (§6). The id is that of Person.
func (c *Client) UpdateUser(id ID, body json.RawMessage) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserUpdate", Method: http.MethodPut, Path: probioPath("user", "internal", string(id)), Body: body, Idempotent: true})
}

// EnableUser is POST of …/enable: what it answers for one who is enabled is an
// error (§6), so it is not repeated.
func (c *Client) EnableUser(email string) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserEnable", Method: http.MethodPost, Path: c.userPath(email, "enable")})
}

// DisableUser is POST of …/disable; see EnableUser.
func (c *Client) DisableUser(email string) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserDisable", Method: http.MethodPost, Path: c.userPath(email, "disable")})
}

// DeleteUser is DELETE of a user from the domain. One who is in no other domain
// is deleted from the platform (§6).
func (c *Client) DeleteUser(email string) rest.Call[Object] {
	return c.provision(rest.Request{Name: "UserDelete", Method: http.MethodDelete, Path: c.userPath(email), Idempotent: true})
}

// userPath is where a user of the domain stands.
func (c *Client) userPath(email string, more ...string) string {
	return probioPath(append([]string{"user", "email", email, "domain", c.settings.Account}, more...)...)
}

// Account is the domain that calls are about.
func (c *Client) Account() string { return c.settings.Account }

// userFields are the documented fields of users, in answers and requests.
func userFields() []string {
	return []string{"email", "userName", "role", "roleList", "roles", "domain", "owner", "status", "phone", "id", "externalId", "name"}
}
