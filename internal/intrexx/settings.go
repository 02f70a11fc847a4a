package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// SettingKind is what kind of value a setting has.
type SettingKind int

// The kinds of settings.
const (
	NumberSetting  SettingKind = iota // a whole number
	BooleanSetting                    // true or false
)

// Setting is a portal setting that the vendor's sample names (§4.4).
type Setting struct {
	Name string // as in the JSON, spelling included: _sek is seconds
	Unit string // "MB", "s", "" = none
	Kind SettingKind
	Help string
}

// KnownSettings are the five settings whose names are public (§4.4); a portal
// has more, and GET shows them.
func KnownSettings() []Setting {
	return []Setting{
		{"jvm_minimal_memory_mb", "MB", NumberSetting, "least memory of the portal's JVM, from its next start on"},
		{"jvm_maximal_memory_mb", "MB", NumberSetting, "most memory of the portal's JVM, from its next start on"},
		{"session_timeout_sek", "s", NumberSetting, "how long a session may be idle"},
		{"anonymous_session_timeout_sek", "s", NumberSetting, "how long a session without a login may be idle"},
		{"workflow_event_on_login", "", BooleanSetting, "send the login event to processes, from the portal's next start on"},
	}
}

// PortalSettings shows the portal's properties: GET /{portal}/settings (§4.3).
func (c *Client) PortalSettings() rest.Call[rest.Item[Object]] {
	return c.get("SettingsGet", c.under("settings"))
}

// UpdatePortalSettings changes those that the body names: PATCH
// /{portal}/settings (§4.4).
func (c *Client) UpdatePortalSettings(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("SettingsUpdate", http.MethodPatch, c.under("settings"), body))
}
