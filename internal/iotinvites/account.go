package iotinvites

import (
	"encoding/json"
	"strings"

	"unictl/internal/rest"
)

// Account is an account as its members see it (§5).
type Account struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Created Instant `json:"created"`
	Updated Instant `json:"updated"`
}

// Account is GET /accounts/{id} (§5). The service adds the code with which
// devices are activated, and when it ends: both are taken out before anyone sees
// the answer.
func (c *Client) Account(id string) rest.Call[rest.Item[Account]] {
	return rest.NewCall(c.rest, rest.Get("Account", rest.Path("accounts", id)), func(r *rest.Response) (rest.Item[Account], error) {
		withhold(r)
		members, err := rest.JSON[map[string]json.RawMessage](r)
		if err != nil {
			r.Body = nil
			return rest.Item[Account]{}, err
		}
		if members == nil {
			return rest.Item[Account]{}, errNull
		}
		r.Body = c.withoutActivation(members)
		return one[Account](r)
	})
}

// withoutActivation is the object without the activation code, which is masked
// from now on wherever else it would appear.
func (c *Client) withoutActivation(members map[string]json.RawMessage) []byte {
	for name, raw := range members {
		if !strings.HasPrefix(strings.ToLower(name), "activation") {
			continue
		}
		var code string
		if json.Unmarshal(raw, &code) == nil && strings.HasSuffix(strings.ToLower(name), "code") {
			c.secrets.Add(code)
		}
		delete(members, name)
	}
	return encode(members)
}
