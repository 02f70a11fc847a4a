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
// rest.Client.Raw.
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	r, err := c.rest.Raw(method, path, query, body)
	if err != nil {
		return rest.Call[json.RawMessage]{}, err
	}
	return rest.NewCall(c.rest, r, rest.AnyText), nil
}

// signsIn reports the calls that get a token (§2).
func signsIn(method, path string) bool {
	return method != http.MethodGet && (strings.EqualFold(path, pathToken) || strings.EqualFold(path, pathRefresh))
}
