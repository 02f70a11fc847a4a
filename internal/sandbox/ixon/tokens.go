package ixon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

func tokenOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.token },
		bucket: sharedBucket(bTokens),
		load: func(c *call, id string, value []byte) any {
			// One sees one's own tokens, and those that still work.
			if t := decode[token](c.view, id, value); t != nil && t.User == c.caller.ID && t.Expires > c.now {
				return t
			}
			return nil
		},
	}
	return []operation{
		{rel: "AccessTokenList", method: "GET", path: "/access-tokens", serve: list.list},
		{rel: "AccessTokenList", method: "POST", path: "/access-tokens", auth: authBasic, noFilters: true, serve: signIn},
		{rel: "AccessTokenList", method: "DELETE", path: "/access-tokens", serve: revokeTokens},
		{rel: "MyAccessToken", method: "GET", path: "/access-tokens/me", noFilters: true, serve: showMyToken},
		{rel: "MyAccessToken", method: "DELETE", path: "/access-tokens/me", serve: signOut},
		{rel: "AccessToken", method: "GET", path: "/access-tokens/{publicId}", serve: list.get},
		{rel: "AccessToken", method: "DELETE", path: "/access-tokens/{publicId}", serve: revokeTokens},
	}
}

// tokenSchema is contract §3.2. secretId and user are not in it: they are part
// of the answer that makes a token, and of no other.
func tokenSchema() *schema {
	made := &schema{bare: true, fields: []field{
		optional("ip", func(t *token) string { return t.IP }),
		moment("on", func(t *token) instant { return t.Created }),
		optional("userAgent", func(t *token) string { return t.Agent }),
	}}
	self := func(_ *view, t *token) *token { return t }
	return &schema{unasked: "expiresOn", fields: []field{
		text("publicId", func(t *token) string { return t.ID }),
		moment("expiresOn", func(t *token) instant { return t.Expires }),
		one("geoLocation", placeSchema[token](), self),
		one("created", made, self),
		raw("scope", `{"type":"unrestricted"}`, func(t *token) json.RawMessage { return t.Scope }),
		never("ssoIdentityProvider", namedSchema()),
	}}
}

// placeSchema is where everybody of the sandbox is.
func placeSchema[T any]() *schema {
	return &schema{bare: true, fields: []field{
		text("latitude", func(*T) string { return "51.92" }),
		text("longitude", func(*T) string { return "4.48" }),
		text("country", func(*T) string { return "NL" }),
		text("city", func(*T) string { return "Rotterdam" }),
	}}
}

// hashSecret is what is kept of a secret: 32 random characters need no salt.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (v *view) tokenBySecret(secret string) *token {
	id := v.shared(bSecrets).Get([]byte(hashSecret(secret)))
	return fetch[token](v, v.shared(bTokens), string(id))
}

func (v *view) putToken(t *token, secret string) {
	if t.ID == "" {
		t.ID = v.s.publicID()
	}
	t.Hash = hashSecret(secret)
	v.save(v.shared(bTokens), t.ID, t)
	v.check(v.shared(bSecrets).Put([]byte(t.Hash), []byte(t.ID)))
}

func (v *view) dropToken(t *token) {
	v.drop(v.shared(bTokens), t.ID)
	v.drop(v.shared(bSecrets), t.Hash)
}

func (v *view) tokensOf(userID string) []*token {
	var held []*token
	for _, t := range every[token](v, v.shared(bTokens)) {
		if t.User == userID {
			held = append(held, t)
		}
	}
	return held
}

func showMyToken(c *call) (answer, error) {
	sel, _, err := c.query(c.s.shapes.token)
	if err != nil {
		return answer{}, err
	}
	return answer{data: sel.append(nil, c.view, c.token)}, nil
}

func signOut(c *call) (answer, error) {
	c.dropToken(c.token)
	return nothing(), nil
}

func revokeTokens(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		t := fetch[token](c.view, c.shared(bTokens), id)
		if t == nil || t.User != c.caller.ID {
			f.missing()
			return
		}
		c.dropToken(t)
	})
}
