package iot

import (
	"context"
	"time"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// reachability is what the calls without a credential tell of a service.
type reachability struct {
	URL          string    `json:"url"`
	Healthy      bool      `json:"healthy"`
	Name         string    `json:"name"`
	Build        string    `json:"build"`
	ServerTime   time.Time `json:"serverTime"`
	Milliseconds int64     `json:"milliseconds"` // the health call, there and back
}

func ping() cli.Command {
	return cli.Get[*iotinvites.Client, struct{}, reachability]{
		Use: "ping", Short: "See whether the server answers; needs no credential", Example: "  unictl iot ping",
		Without: []string{"account", cli.NoCredential},
		Columns: []cli.Column[reachability]{
			{Name: "url", ID: true, Cell: func(r reachability) any { return r.URL }},
			{Name: "healthy", Cell: func(r reachability) any { return r.Healthy }},
			{Name: "name", Cell: func(r reachability) any { return r.Name }},
			{Name: "build", Cell: func(r reachability) any { return r.Build }},
			{Name: "serverTime", Cell: func(r reachability) any { return r.ServerTime }},
			{Name: "milliseconds", Cell: func(r reachability) any { return r.Milliseconds }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) (rest.Item[reachability], error) {
			return reach(ctx, c)
		},
	}
}

// reach reads health and clock.
func reach(ctx context.Context, c *iotinvites.Client) (item rest.Item[reachability], err error) {
	start := time.Now()
	health, err := c.Health().Do(ctx)
	if err != nil {
		return item, err
	}
	h := health.Value
	item.Value = reachability{
		URL: c.Base(), Healthy: h.IsHealthy, Name: h.Name, Build: h.Build, Milliseconds: time.Since(start).Milliseconds(),
	}
	if item.Value.ServerTime, err = c.Time().Do(ctx); err != nil {
		return item, err
	}
	item.Raw, err = rest.Body(item.Value)
	return item, err
}
