package iot

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"unictl/internal/sandbox/service"
)

const (
	// How long tokens live (contract §2). Nothing is known of refresh tokens in K.
	lifeJ        = 24 * time.Hour
	lifeJRenewed = 365 * 24 * time.Hour
	lifeK        = time.Hour
	lifeRefreshK = 24 * time.Hour

	typeBearer, typeRefresh, typeID = "Bearer", "Refresh", "ID"
)

// claims are what a token says once its signature has been checked.
type claims struct {
	Subject string
	Roles   map[string]string // by account id
	Expires time.Time
}

// bearer takes the token from a request. Only this spelling of the scheme
// counts (contract §2).
func (c *call) bearer() string {
	token, found := service.Bearer(c.r.Header)
	if !found {
		return ""
	}
	return strings.TrimSpace(token)
}

// identify reads a good token; nil for none, a forged or an expired one.
func (c *call) identify() *claims {
	known := c.verify(c.bearer(), typeBearer)
	if known == nil || !c.now.Before(known.Expires) {
		return nil
	}
	return known
}

// signer makes tokens of this state and dialect.
func (v *view) signer() service.Signer {
	return service.Signer{Key: v.facts.Key, Realm: string(v.facts.Dialect) + "."}
}

// verify reads a token of a type, also an expired one; nil when it is not ours.
func (v *view) verify(token, kind string) *claims {
	if !v.signer().Signed(token) {
		return nil
	}
	raw, ok := payloadOf(token)
	if !ok {
		return nil
	}
	if v.facts.Dialect == DialectJ {
		return claimsJ(raw)
	}
	return claimsK(raw, kind)
}

// headerOf and payloadOf decode parts of a token without checking anything.
func headerOf(token string) (json.RawMessage, bool)  { return service.TokenPart(token, 0) }
func payloadOf(token string) (json.RawMessage, bool) { return service.TokenPart(token, 1) }

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
	p := payloadJ{ID: v.s.Random.UUID(), Issuer: issuerJ, Subject: u.ID, Expires: v.now.Add(life).UnixMilli(),
		Accounts: u.Accounts, Type: "user"}
	if p.Accounts == nil {
		p.Accounts = map[string]string{}
	}
	return v.signer().Sign(headerJ{"JWT", "RS256"}, p)
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
		c.Fail(err)
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
	p := payloadK{Expires: v.now.Add(life).Unix(), Issued: v.now.Unix(), ID: v.s.Random.UUID(), Issuer: issuerK,
		Subject: u.ID, Kind: kind, Party: "oisp-frontend", Type: "user", Email: u.Email, Accounts: []accountRole{}}
	for _, id := range sortedKeys(u.Accounts) {
		p.Accounts = append(p.Accounts, accountRole{id, u.Accounts[id]})
	}
	return v.signer().Sign(headerK{"RS256", "JWT", service.Hash("kid", v.facts.Key)[:16]}, p)
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
