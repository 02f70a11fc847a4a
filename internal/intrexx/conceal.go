package intrexx

import (
	"encoding/json"
	"slices"
	"strings"
)

// LooksSecret reports that a key names a secret: what stands under it is masked
// unless somebody asks for it. The names of most bodies are not public, so this
// goes by words that such names have.
func LooksSecret(key string) bool {
	key = normal(key)
	for _, word := range [...]string{"password", "passwd", "passphrase", "secret", "token", "apikey", "privatekey", "credential", "licensekey"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return key == "pwd" || key == "pass"
}

// conceal keeps the secrets of a body out of everything that is shown. It
// reports true when one of them is too short to be found again in a text: such
// a body must not be shown at all.
func (c *Client) conceal(body json.RawMessage) bool {
	return c.concealWhere(body, func(l leaf) bool { return slices.ContainsFunc(l.keys, LooksSecret) })
}

// concealTexts takes every text of a body for a secret, as in one that carries
// little else and whose names are not public.
func (c *Client) concealTexts(body json.RawMessage) bool {
	return c.concealWhere(body, func(l leaf) bool { _, text := l.value.(string); return text })
}

func (c *Client) concealWhere(body json.RawMessage, secret func(leaf) bool) (unshowable bool) {
	const shortest = 4 // below it rest.Secrets leaves a value alone
	leaves, err := leavesOf(body)
	if err != nil {
		return true
	}
	for _, l := range leaves {
		if l.text == "" || !secret(l) {
			continue
		}
		c.secrets.Add(l.text)
		unshowable = unshowable || len(l.text) < shortest
	}
	return unshowable
}
