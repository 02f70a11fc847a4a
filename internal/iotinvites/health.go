package iotinvites

import (
	"context"
	"encoding/json"
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

// Reachability is what the calls without a credential tell of a service.
type Reachability struct {
	URL          string    `json:"url"`
	Healthy      bool      `json:"healthy"`
	Name         string    `json:"name"`
	Build        string    `json:"build"`
	ServerTime   time.Time `json:"serverTime"`
	Milliseconds int64     `json:"milliseconds"` // the health call, there and back
}

// Reach reads health and clock.
func (c *Client) Reach(ctx context.Context) (rest.Item[Reachability], error) {
	start := time.Now()
	health, err := c.Health().Do(ctx)
	if err != nil {
		return rest.Item[Reachability]{}, err
	}
	r := Reachability{
		URL: c.rest.Base(), Healthy: health.Value.IsHealthy, Name: health.Value.Name, Build: health.Value.Build,
		Milliseconds: time.Since(start).Milliseconds(),
	}
	if r.ServerTime, err = c.Time().Do(ctx); err != nil {
		return rest.Item[Reachability]{}, err
	}
	return rest.Item[Reachability]{Value: r, Raw: json.RawMessage(encode(r))}, nil
}
