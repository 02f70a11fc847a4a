package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// PortalSettings shows the portal's properties: GET /{portal}/settings (§4.3).
func (c *Client) PortalSettings() rest.Call[rest.Item[Object]] {
	return c.get("SettingsGet", "settings")
}

// UpdatePortalSettings changes those that the body names: PATCH
// /{portal}/settings (§4.4).
func (c *Client) UpdatePortalSettings(body json.RawMessage) rest.Call[Answer] {
	return c.patch("SettingsUpdate", body, "settings")
}

// WebServer shows the portal's base URL: GET /{portal}/webserver (§4.1).
func (c *Client) WebServer() rest.Call[rest.Item[Object]] {
	return c.get("WebServerGet", "webserver")
}

// SetWebServer sets the portal's base URL, such as https://portal.example.org:
// PUT /{portal}/webserver (§4.2). It is repeated after a lost answer.
func (c *Client) SetWebServer(baseURL string) rest.Call[Answer] {
	return c.WriteWebServer(encode(struct {
		BaseURL string `json:"base_url"`
	}{baseURL}))
}

// WriteWebServer is SetWebServer with a body of one's own.
func (c *Client) WriteWebServer(body json.RawMessage) rest.Call[Answer] {
	return c.put("WebServerSet", body, "webserver")
}

// ReportsEngine shows the reports engine and its configuration: GET
// /{portal}/reports/engine (§4.8).
func (c *Client) ReportsEngine() rest.Call[rest.Item[Object]] {
	return c.get("ReportsEngineGet", "reports", "engine")
}

// UpdateReportsEngine chooses or configures the engine: PATCH
// /{portal}/reports/engine (§4.8). The body's shape is not public.
func (c *Client) UpdateReportsEngine(body json.RawMessage) rest.Call[Answer] {
	return c.patch("ReportsEngineUpdate", body, "reports", "engine")
}

// ExportConfiguration shows the template of the scheduled portal export, not an
// export itself: GET /{portal}/export (§4.9).
func (c *Client) ExportConfiguration() rest.Call[rest.Item[Object]] {
	return c.get("ExportConfigurationGet", "export")
}

// UpdateExportConfiguration changes it: PATCH /{portal}/export (§4.9). The
// body's shape is not public.
func (c *Client) UpdateExportConfiguration(body json.RawMessage) rest.Call[Answer] {
	return c.patch("ExportConfigurationUpdate", body, "export")
}

// MobileKey shows the API key of the Mobile App: GET /{portal}/mobile (§4.5).
// The answer is a secret, and under which name it stands is not public: every
// text in it is kept out of traces and errors from here on.
func (c *Client) MobileKey() rest.Call[rest.Item[Object]] {
	return c.get("MobileKeyGet", "mobile").Then(func(key rest.Item[Object]) { c.hideTexts(key.Raw) })
}

// UpdateMobileKey changes the key: PATCH /{portal}/mobile (§4.6). The body's
// shape is not public.
func (c *Client) UpdateMobileKey(body json.RawMessage) rest.Call[Answer] {
	c.hideTexts(body)
	r := c.at("MobileKeyUpdate", http.MethodPatch, "mobile")
	r.Sensitive = true
	return c.write(r, body)
}

// DeleteMobileKey is DELETE /{portal}/mobile (§4.7). It is repeated after a
// lost answer.
func (c *Client) DeleteMobileKey() rest.Call[Answer] {
	return c.remove("MobileKeyDelete", "mobile")
}
