package intrexx

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"unictl/internal/rest"
)

// Raw prepares a call of any operation of the server, so also of those whose bodies
// are not public (§11): path is relative to the base URL, as in PORTAL/users or
// portals, query is added to it, and body is JSON, nil for none. Nothing is repeated
// after a lost answer but reads. The answer is as received; nothing is null, and a
// text a string. Errors are those of rest.Client.Raw.
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	r, err := c.rest.Raw(method, path, query, body)
	if err != nil {
		return rest.Call[json.RawMessage]{}, err
	}
	return rest.NewCall(c.rest, r, func(r *rest.Response) (json.RawMessage, error) {
		if !utf8.Valid(r.Body) {
			return nil, r.Misread(errFile)
		}
		raw, err := received(r)
		if err == nil {
			err = reported(r, raw)
		}
		return raw, err
	}), nil
}

// signsIn reports the call that gets a token (§1.2).
func signsIn(method, path string) bool {
	return method != http.MethodGet && strings.EqualFold(path, "auth")
}
