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
// text a string. Errors are those of rest.Client.Raw; signing in (§1.2) is refused
// so, too.
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	r, err := c.rest.Raw(method, path, query, body)
	switch {
	case err != nil:
		return rest.Call[json.RawMessage]{}, err
	case strings.EqualFold(r.Path, "auth") && r.Method != http.MethodGet:
		return rest.Call[json.RawMessage]{}, badInput(r.Name+" takes another credential than the token in use", "sign in with `unictl auth login intrexx`")
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
