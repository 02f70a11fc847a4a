package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// SchedulerConfiguration is GET /{portal}/scheduler/configuration (§5).
func (c *Client) SchedulerConfiguration() rest.Call[rest.Item[Object]] {
	return c.get("SchedulerConfigurationGet", c.under("scheduler", "configuration"))
}

// UpdateSchedulerConfiguration is PATCH /{portal}/scheduler/configuration (§5).
// The body's shape is not public.
func (c *Client) UpdateSchedulerConfiguration(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("SchedulerConfigurationUpdate", http.MethodPatch, c.under("scheduler", "configuration"), body))
}
