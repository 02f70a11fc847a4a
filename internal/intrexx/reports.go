package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// ReportsEngine shows the reports engine and its configuration: GET
// /{portal}/reports/engine (§4.8).
func (c *Client) ReportsEngine() rest.Call[rest.Item[Object]] {
	return c.get("ReportsEngineGet", c.under("reports", "engine"))
}

// UpdateReportsEngine chooses or configures the engine: PATCH
// /{portal}/reports/engine (§4.8). The body's shape is not public.
func (c *Client) UpdateReportsEngine(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("ReportsEngineUpdate", http.MethodPatch, c.under("reports", "engine"), body))
}
