package ixon

import (
	"context"
	"encoding/json"
	"time"

	"unictl/internal/rest"
)

// Reachability is what the operations without a credential tell of a service.
type Reachability struct {
	URL          string    `json:"url"`
	Operations   int       `json:"operations"` // entries of the discovery document
	ServerTime   time.Time `json:"serverTime"`
	Milliseconds int64     `json:"milliseconds"` // the discovery call, there and back
}

// Reach reads the discovery document and the clock (§3.5).
func (c *Client) Reach(ctx context.Context) (rest.Item[Reachability], error) {
	start := time.Now()
	endpoints, err := c.Discovery().Do(ctx)
	if err != nil {
		return rest.Item[Reachability]{}, err
	}
	r := Reachability{URL: c.rest.Base(), Operations: len(endpoints), Milliseconds: time.Since(start).Milliseconds()}
	if r.ServerTime, err = c.ServerTime().Do(ctx); err != nil {
		return rest.Item[Reachability]{}, err
	}
	raw, err := json.Marshal(r)
	return rest.Item[Reachability]{Value: r, Raw: raw}, err
}
