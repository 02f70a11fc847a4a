package iot

import (
	"encoding/json"
	"time"
)

// headerJ and payloadJ are a token of dialect J: exp in milliseconds, the
// roles by account id (contract §2).
type headerJ struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
}

type payloadJ struct {
	ID       string            `json:"jti"`
	Issuer   string            `json:"iss"`
	Subject  string            `json:"sub"`
	Expires  int64             `json:"exp"`
	Accounts map[string]string `json:"accounts"`
	Type     string            `json:"type"`
}

const issuerJ = "http://enableiot.com"

func (v *view) tokenJ(u *user, life time.Duration) string {
	p := payloadJ{ID: v.s.random.UUID(), Issuer: issuerJ, Subject: u.ID, Expires: v.now.Add(life).UnixMilli(),
		Accounts: u.Accounts, Type: "user"}
	if p.Accounts == nil {
		p.Accounts = map[string]string{}
	}
	return v.sign(headerJ{"JWT", "RS256"}, p)
}

func claimsJ(raw json.RawMessage) *claims {
	var p payloadJ
	if json.Unmarshal(raw, &p) != nil {
		return nil
	}
	return &claims{Subject: p.Subject, Roles: p.Accounts, Expires: time.UnixMilli(p.Expires)}
}

// standing is one account of J's tokenInfo.
type standing struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
}

// infoJ answers tokenInfo as J does: accounts read anew, after those that only
// the token still has, without a name; an object when there are none at all.
func (c *call) infoJ() answer {
	var p payloadJ
	raw, _ := payloadOf(c.bearer())
	if err := json.Unmarshal(raw, &p); err != nil {
		c.fail(err)
	}
	var list []standing
	for _, id := range sortedKeys(p.Accounts) {
		if c.caller.Accounts[id] == "" {
			list = append(list, standing{ID: id, Role: p.Accounts[id]})
		}
	}
	for _, id := range sortedKeys(c.caller.Accounts) {
		list = append(list, standing{ID: id, Name: c.nameOf(id), Role: c.caller.Accounts[id]})
	}
	var accounts any = struct{}{}
	if len(list) > 0 {
		accounts = list
	}
	return asJSON(200, map[string]any{"header": headerJ{"JWT", "RS256"}, "payload": map[string]any{
		"jti": p.ID, "iss": p.Issuer, "sub": p.Subject, "exp": p.Expires, "accounts": accounts, "type": p.Type,
	}})
}

// nameOf is the name of an account that may be gone.
func (v *view) nameOf(id string) string {
	if a := v.account(id); a != nil {
		return a.Name
	}
	return ""
}
