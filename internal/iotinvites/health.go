package iotinvites

import (
	"errors"
	"time"

	"unictl/internal/rest"
)

// Health is what a server says of itself (§1).
type Health struct {
	Kind           string `json:"kind"` // "healthcheck"
	IsHealthy      bool   `json:"isHealthy"`
	CurrentSetting string `json:"currentSetting"`
	Name           string `json:"name"`
	Build          string `json:"build"`
	_              any    `unread:"date"`
}

// Health is GET /health, without a credential (§1).
func (c *Client) Health() rest.Call[rest.Item[Health]] {
	return rest.NewCall(c.rest, open("Health", "health"), one[Health])
}

// Time is the server's clock in UTC: GET /time, without a credential (§1).
func (c *Client) Time() rest.Call[time.Time] {
	return rest.NewCall(c.rest, open("Time", "time"), func(r *rest.Response) (time.Time, error) {
		item, err := one[struct {
			ActualTime Instant `json:"actualTime"`
		}](r)
		if err == nil && item.Value.ActualTime.IsZero() {
			err = errors.New("it has no time")
		}
		return item.Value.ActualTime.Time, err
	})
}

func open(name, path string) rest.Request {
	r := rest.Get(name, path)
	r.NoAuth = true
	return r
}
