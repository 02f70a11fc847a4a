package iotinvites

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Account is an account as its members see it (§5).
type Account struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Created Instant `json:"created"`
	Updated Instant `json:"updated"`
	_       any     `unread:"settings,attributes"`
}

// Account is GET /accounts/{id} (§5). The service adds the code with which
// devices are activated, and when it ends: both are taken out before anyone sees
// the answer.
func (c *Client) Account(id string) rest.Call[rest.Item[Account]] {
	request := rest.Get("Account", rest.Path("accounts", id))
	request.Refuse = refusal(CheckAccount(id))
	return rest.NewCall(c.rest, request, func(r *rest.Response) (rest.Item[Account], error) {
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

// Roles in an account (§4.3, §5).
const (
	RoleAdmin = "admin"
	RoleUser  = "user"
)

// tokenAccounts is "accounts" of tokenInfo: an array, or {} where there are none
// (§2); an object keyed by id, as in the user object, is read too.
type tokenAccounts []TokenAccount

func (a *tokenAccounts) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, (*[]TokenAccount)(a))
	}
	var byID map[string]AccountRole
	if err := json.Unmarshal(data, &byID); err != nil {
		return err
	}
	*a = User{Accounts: byID}.AccountList()
	return nil
}

// AccountList is the user's accounts by name, then id.
func (u User) AccountList() []TokenAccount {
	list := make([]TokenAccount, 0, len(u.Accounts))
	for id, a := range u.Accounts {
		list = append(list, TokenAccount{ID: id, Name: a.Name, Role: a.Role})
	}
	slices.SortFunc(list, func(a, b TokenAccount) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list
}

// AccountRole is someone's place in an account. Name is "" where the service
// gives the role alone, as in the list of an account's users (§5).
type AccountRole struct {
	Name string `json:"name" sent:"sometimes"`
	Role string `json:"role"`
}

// UnmarshalJSON reads {"name","role"} or "role".
func (a *AccountRole) UnmarshalJSON(data []byte) error {
	*a = AccountRole{}
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &a.Role)
	}
	type plain AccountRole
	return json.Unmarshal(data, (*plain)(a))
}
