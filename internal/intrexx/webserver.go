package intrexx

import (
	"encoding/json"

	"unictl/internal/rest"
)

// BaseURL is the body of SetWebServer (§4.2).
type BaseURL struct {
	BaseURL string `json:"base_url"` // "https://portal.example.org"
}

// Body is b as JSON.
func (b BaseURL) Body() json.RawMessage { return encode(b) }

// WebServer shows the portal's base URL: GET /{portal}/webserver (§4.1).
func (c *Client) WebServer() rest.Call[rest.Item[Object]] {
	return c.get("WebServerGet", c.under("webserver"))
}

// SetWebServer sets the portal's base URL: PUT /{portal}/webserver (§4.2), with
// BaseURL.Body. It is repeated after a lost answer.
func (c *Client) SetWebServer(body json.RawMessage) rest.Call[Answer] {
	return c.put("WebServerSet", c.under("webserver"), body)
}
