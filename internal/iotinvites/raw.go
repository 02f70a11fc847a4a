package iotinvites

import (
	"encoding/json"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// Raw prepares a call of any operation of the platform: path is relative to the
// base URL, as in accounts/ACCOUNT/users, query is added to it, and body is JSON,
// nil for none. Nothing is repeated after a lost answer but reads. The answer is as
// received; nothing is null, and a text a string. Errors are those of
// rest.Client.Raw; signing in (§2) gets another credential and is refused so, too.
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	r, err := c.rest.Raw(method, path, query, body)
	switch {
	case err != nil:
		return rest.Call[json.RawMessage]{}, err
	case r.Method != http.MethodGet && (strings.EqualFold(r.Path, pathToken) || strings.EqualFold(r.Path, pathRefresh)):
		return rest.Call[json.RawMessage]{}, badInput(r.Name+" takes another credential than the token in use", "sign in with `unictl auth login iot`")
	}
	return rest.NewCall(c.rest, r, rest.AnyText), nil
}
