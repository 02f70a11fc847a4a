package intrexx

import (
	"encoding/json"

	"unictl/internal/rest"
)

// Standby shows whether the scheduler rests: GET /{portal}/scheduler/standby
// (§5).
func (c *Client) Standby() rest.Call[rest.Item[Object]] {
	return c.get("StandbyGet", c.under("scheduler", "standby"))
}

// SetStandby puts the scheduler to rest or to work: PUT
// /{portal}/scheduler/standby (§5). The body's shape is not public; FlipBoolean
// makes one of what Standby shows. It is repeated after a lost answer.
func (c *Client) SetStandby(body json.RawMessage) rest.Call[Answer] {
	return c.put("StandbySet", c.under("scheduler", "standby"), body)
}
