package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// Logout is POST /{portal}/logout, which logs a user off from the portal
// (§4.12). It is not the end of this client's own token, which has none but its
// hour. Whose session it ends and what the body says is not public; nil is no
// body.
func (c *Client) Logout(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("Logout", http.MethodPost, c.under("logout"), body))
}
