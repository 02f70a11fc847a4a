package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// ExportConfiguration shows the template of the scheduled portal export, not an
// export itself: GET /{portal}/export (§4.9).
func (c *Client) ExportConfiguration() rest.Call[rest.Item[Object]] {
	return c.get("ExportConfigurationGet", c.under("export"))
}

// UpdateExportConfiguration changes it: PATCH /{portal}/export (§4.9). The
// body's shape is not public.
func (c *Client) UpdateExportConfiguration(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("ExportConfigurationUpdate", http.MethodPatch, c.under("export"), body))
}
