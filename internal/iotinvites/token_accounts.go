package iotinvites

import (
	"encoding/json"
	"maps"
	"slices"
)

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
	*a = accountsOf(byID)
	return nil
}

// accountsOf lists accounts by name, then id.
func accountsOf(byID map[string]AccountRole) []TokenAccount {
	list := make([]TokenAccount, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		list = append(list, TokenAccount{ID: id, Name: byID[id].Name, Role: byID[id].Role})
	}
	slices.SortStableFunc(list, func(a, b TokenAccount) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	return list
}

// AccountRole is someone's place in an account. Name is "" where the service
// gives the role alone, as in the list of an account's users (§5).
type AccountRole struct {
	Name string `json:"name"`
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
