package iot

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// headerK and payloadK are a token of dialect K: exp in seconds, accounts as a
// list without names (contract §2).
type headerK struct {
	Algorithm string `json:"alg"`
	Type      string `json:"typ"`
	Key       string `json:"kid"`
}

type payloadK struct {
	Expires  int64         `json:"exp"`
	Issued   int64         `json:"iat"`
	ID       string        `json:"jti"`
	Issuer   string        `json:"iss"`
	Subject  string        `json:"sub"`
	Kind     string        `json:"typ"`
	Party    string        `json:"azp"`
	Type     string        `json:"type"`
	Email    string        `json:"email"`
	Accounts []accountRole `json:"accounts"`
}

type accountRole struct {
	ID   string `json:"id"`
	Role string `json:"role"`
}

const issuerK = "http://keycloak.local/keycloak/realms/OISP"

func (v *view) tokenK(u *user, kind string, life time.Duration) string {
	p := payloadK{Expires: v.now.Add(life).Unix(), Issued: v.now.Unix(), ID: v.s.random.UUID(), Issuer: issuerK,
		Subject: u.ID, Kind: kind, Party: "oisp-frontend", Type: "user", Email: u.Email, Accounts: []accountRole{}}
	for _, id := range sortedKeys(u.Accounts) {
		p.Accounts = append(p.Accounts, accountRole{id, u.Accounts[id]})
	}
	return v.sign(headerK{"RS256", "JWT", hashOf("kid", v.facts.Key)[:16]}, p)
}

func claimsK(raw json.RawMessage, kind string) *claims {
	var p payloadK
	if json.Unmarshal(raw, &p) != nil || p.Kind != kind {
		return nil
	}
	known := &claims{Subject: p.Subject, Roles: map[string]string{}, Expires: time.Unix(p.Expires, 0)}
	for _, a := range p.Accounts {
		known.Roles[a.ID] = a.Role
	}
	return known
}

// infoK answers tokenInfo as K does: what the token says, believed or not; the
// header only when it is good.
func (c *call) infoK() answer {
	payload, readable := payloadOf(c.bearer())
	if !readable {
		return empty(200)
	}
	info := map[string]json.RawMessage{"payload": payload}
	if c.token != nil {
		info["header"], _ = headerOf(c.bearer())
	}
	return asJSON(200, info)
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
