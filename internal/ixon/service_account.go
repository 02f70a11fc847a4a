package ixon

import (
	"errors"
	"net/http"

	"unictl/internal/rest"
)

// ServiceAccountCreated is a new service account with its token, which is
// given out this once and works with its own Application ID alone (§3.3).
type ServiceAccountCreated struct {
	PublicID       string `json:"publicId"`
	APIApplication Ref    `json:"apiApplication"`
	Token          Token  `json:"token"`
}

var errNoToken = errors.New("the answer carries no token")

// CreateServiceAccount is POST /users/service-account with a list of one
// (§3.3). Its rights come from memberships, as a person's do. The answer as
// received (Call.Send) carries the token in clear.
func (c *Client) CreateServiceAccount(name string) rest.Call[ServiceAccountCreated] {
	body := []struct {
		Name string `json:"name"`
	}{{name}}
	return write(c, "ServiceAccountList", http.MethodPost, "users/service-account", body, func(r *rest.Response) (ServiceAccountCreated, error) {
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
