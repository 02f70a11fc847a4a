package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// UserFields are the fields asked for of users.
const UserFields = "publicId,type,name,emailAddress,support,registeredOn,lastSeenOn,registeredBy(publicId,name)," +
	"memberships(publicId,expiresOn,group(publicId,reference.name),role(publicId,reference.name))," +
	"apiApplications(publicId,name),otpauthRequired"

// Types of users (§6.1).
const (
	Person         = "person"
	ServiceAccount = "service_account"
)

// User is a member of the company (§6.1).
type User struct {
	PublicID        string       `json:"publicId"`
	Type            string       `json:"type"` // Person or ServiceAccount
	Name            string       `json:"name"`
	EmailAddress    string       `json:"emailAddress"` // "" = null, as for service accounts
	Support         bool         `json:"support"`      // one of IXON's support people
	RegisteredOn    *time.Time   `json:"registeredOn"`
	LastSeenOn      *time.Time   `json:"lastSeenOn"`
	RegisteredBy    *Reference   `json:"registeredBy"`
	Memberships     []Membership `json:"memberships"`
	APIApplications []Reference  `json:"apiApplications"` // Application IDs of a service account
	OTPAuthRequired bool         `json:"otpauthRequired"` // signs in with a second factor
}

// Users lists the people and service accounts of the company: GET /users
// (§6.1). filtered is false when the filters made the query too long and were
// left out: the caller then applies them to the rows.
func (c *Client) Users(ctx context.Context, filters ...Filter) (users iter.Seq2[rest.Item[User], error], filtered bool) {
	return list[User](ctx, c, "UserList", "users", UserFields, filters)
}

// User is GET /users/{publicId} (§6.1).
func (c *Client) User(id string) rest.Call[rest.Item[User]] {
	return get[User](c, "User", rest.Path("users", id), UserFields)
}

// RemoveUser takes a user out of the company, DELETE /users/{publicId}; the
// IXON account stays (§6.1). It is repeated after a lost answer: NotFound may
// then mean that the user is gone.
func (c *Client) RemoveUser(id string) rest.Call[struct{}] {
	return remove(c, "User", rest.Path("users", id))
}

// RemoveUsers takes several users out of the company in one request, DELETE
// /users. A failure presumably leaves all of them (§5); it is not repeated
// after a lost answer, because an error could no longer be read.
func (c *Client) RemoveUsers(ids ...string) rest.Call[struct{}] {
	return write(c, "UserList", http.MethodDelete, "users", refs(ids), nothing)
}
