package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// UserFields are the fields asked for of users, MeFields those of the caller's
// own account.
const (
	UserFields = "publicId,type,name,emailAddress,support,registeredOn,lastSeenOn,registeredBy(publicId,name)," +
		"memberships(publicId,expiresOn,group(publicId,reference.name),role(publicId,reference.name))," +
		"apiApplications(publicId,name),otpauthRequired"
	MeFields = "publicId,type,name,emailAddress,support,registeredOn,lastSeenOn,hasPassword,externallyManaged," +
		"language,timeZone,otpAuth(required,type,registeredOn)"
)

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
	RegisteredBy    Reference    `json:"registeredBy"`
	Memberships     []Membership `json:"memberships"`
	APIApplications []Reference  `json:"apiApplications"` // Application IDs of a service account
	OTPAuthRequired bool         `json:"otpauthRequired"` // signs in with a second factor
}

// Users lists the people and service accounts of the company: GET /users
// (§6.1).
func (c *Client) Users(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[User], error] {
	return list[User](ctx, c, "UserList", "users", UserFields, filters...)
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

// Me is the account that the credential belongs to (§6.2).
type Me struct {
	PublicID          string     `json:"publicId"`
	Type              string     `json:"type"` // Person or ServiceAccount
	Name              string     `json:"name"`
	EmailAddress      string     `json:"emailAddress"` // "" = null
	Support           bool       `json:"support"`
	RegisteredOn      *time.Time `json:"registeredOn"`
	LastSeenOn        *time.Time `json:"lastSeenOn"`
	HasPassword       bool       `json:"hasPassword"`
	ExternallyManaged bool       `json:"externallyManaged"`
	Language          string     `json:"language"` // two letters
	TimeZone          string     `json:"timeZone"` // "" = null
	OTPAuth           OTPAuth    `json:"otpAuth"`
}

// OTPAuth is the state of someone's second factor (§6.2).
type OTPAuth struct {
	Required     bool       `json:"required"`
	Type         string     `json:"type"` // app or sms, "" = null: none
	RegisteredOn *time.Time `json:"registeredOn"`
}

// Me is GET /users/me: no company is needed (§6.2).
func (c *Client) Me() rest.Call[rest.Item[Me]] { return get[Me](c, "MyUser", "users/me", MeFields) }

// ServiceAccountCreated is a new service account with its token, which is
// given out this once and works with its own Application ID alone (§3.3).
type ServiceAccountCreated struct {
	PublicID       string      `json:"publicId"`
	APIApplication Ref         `json:"apiApplication"`
	Token          rest.Secret `json:"token"` // 32 characters (§7)
}

// CreateServiceAccount is POST /users/service-account with a list of one
// (§3.3). Its rights come from memberships, as a person's do. The answer as
// received (Call.Send) carries the token in clear.
func (c *Client) CreateServiceAccount(name string) rest.Call[ServiceAccountCreated] {
	return create(c, "ServiceAccountList", "users/service-account", map[string]string{"name": name}, func(r *rest.Response) (ServiceAccountCreated, error) {
		account, err := value[ServiceAccountCreated](r)
		if err == nil && account.Token.IsZero() {
			err = r.Misread(errNoToken)
		}
		c.secrets.Add(account.Token.Reveal())
		return account, err
	})
}

// DeleteServiceAccount is DELETE /users/service-account/{publicId} (§3.3): its
// token stops working. It is repeated after a lost answer, as RemoveUser is.
func (c *Client) DeleteServiceAccount(id string) rest.Call[struct{}] {
	return remove(c, "ServiceAccount", rest.Path("users", "service-account", id))
}

// SendPasswordReset mails somebody a way to set a new password: POST /access-recover,
// which takes no credential (§6.1).
func (c *Client) SendPasswordReset(emailAddress string) rest.Call[struct{}] {
	return write(c, "AccessRecoverList", http.MethodPost, "access-recover", map[string]string{"emailAddress": emailAddress}, nothing)
}
