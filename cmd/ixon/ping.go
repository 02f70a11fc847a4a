package ixon

import (
	"context"
	"encoding/json"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// reachability is what the operations without a credential tell of a service.
type reachability struct {
	URL          string    `json:"url"`
	Operations   int       `json:"operations"` // entries of the discovery document
	ServerTime   time.Time `json:"serverTime"`
	Milliseconds int64     `json:"milliseconds"` // the discovery call, there and back
}

func ping() cli.Command {
	return cli.Get[*ixon.Client, struct{}, reachability]{
		Use: "ping", Short: "See whether the service answers; needs no credential",
		Long:    "Read the service's discovery document and clock, which need no credential: it tells whether the URL is right.",
		Example: "  unictl ixon ping\n  unictl ixon ping --url https://portal.ixon.cloud/api/",
		Without: open(),
		Columns: []cli.Column[reachability]{
			{Name: "url", ID: true, Cell: func(r reachability) any { return r.URL }},
			{Name: "operations", Cell: func(r reachability) any { return r.Operations }},
			{Name: "serverTime", Cell: func(r reachability) any { return r.ServerTime }},
			{Name: "milliseconds", Cell: func(r reachability) any { return r.Milliseconds }},
		},
		Item: func(ctx context.Context, c *ixon.Client, _ *struct{}) (rest.Item[reachability], error) {
			return reach(ctx, c)
		},
	}
}

// reach reads the discovery document and the clock (§3.5).
func reach(ctx context.Context, c *ixon.Client) (item rest.Item[reachability], err error) {
	start := time.Now()
	endpoints, err := c.Discovery().Do(ctx)
	if err != nil {
		return item, err
	}
	item.Value = reachability{URL: c.Base(), Operations: len(endpoints), Milliseconds: time.Since(start).Milliseconds()}
	if item.Value.ServerTime, err = c.ServerTime().Do(ctx); err != nil {
		return item, err
	}
	item.Raw, err = json.Marshal(item.Value)
	return item, err
}
