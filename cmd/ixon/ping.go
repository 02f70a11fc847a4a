package ixon

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func ping() cli.Command {
	return cli.Get[*ixon.Client, struct{}, ixon.Reachability]{
		Use: "ping", Short: "See whether the service answers; needs no credential",
		Long:    "Read the service's discovery document and clock, which need no credential: it tells whether the URL is right.",
		Example: "  unictl ixon ping\n  unictl ixon ping --url https://portal.ixon.cloud/api/",
		Without: open(),
		Columns: []cli.Column[ixon.Reachability]{
			{Name: "url", ID: true, Cell: func(r ixon.Reachability) any { return r.URL }},
			{Name: "operations", Cell: func(r ixon.Reachability) any { return r.Operations }},
			{Name: "serverTime", Cell: func(r ixon.Reachability) any { return r.ServerTime }},
			{Name: "milliseconds", Cell: func(r ixon.Reachability) any { return r.Milliseconds }},
		},
		Item: func(ctx context.Context, c *ixon.Client, _ *struct{}) (rest.Item[ixon.Reachability], error) {
			return c.Reach(ctx)
		},
	}
}
